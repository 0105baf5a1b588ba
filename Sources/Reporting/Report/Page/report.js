"use strict";

// The page's data: records in the order of images.csv, without their settings, which stand once in the footer.
const records = JSON.parse(document.getElementById("records").textContent);
const pageSize = 200;

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "text") element.textContent = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

function draw(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "text") element.textContent = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const shown = (value, digits) =>
  value === null || value === undefined ? "" : typeof value === "number" ? value.toFixed(digits) : String(value);

// MARK: Summary

function tiles() {
  const ok = records.filter((record) => record.status === "ok");
  const lesions = ok.reduce((sum, record) => sum + record.lesions.length, 0);
  const numbers = [
    ["images", records.length], ["measured", ok.length], ["failed", records.length - ok.length],
    ["with a lesion", ok.filter((record) => record.lesions.length > 0).length], ["lesions", lesions],
    ["borderline grades", ok.filter((record) => record.borderline).length],
  ];
  document.getElementById("tiles").append(
    ...numbers.map(([name, count]) => make("div", { class: "tile" }, make("b", { text: count }), name)));
}

function figure(caption, picture) {
  return make("figure", {}, make("figcaption", { text: caption }), picture);
}

function barChart(labels, counts) {
  const width = 300, height = 150, base = 122, step = (width - 20) / labels.length;
  const top = Math.max(1, ...counts);
  const chart = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
  labels.forEach((label, i) => {
    const tall = 100 * counts[i] / top;
    chart.append(
      draw("rect", { class: "bar", x: 10 + i * step + step * 0.12, y: base - tall, width: step * 0.76, height: tall }),
      draw("text", { x: 10 + (i + 0.5) * step, y: base - tall - 4, "text-anchor": "middle", text: counts[i] || "" }),
      draw("text", { x: 10 + (i + 0.5) * step, y: base + 15, "text-anchor": "middle", text: label }));
  });
  chart.append(draw("line", { class: "axis", x1: 10, x2: width - 10, y1: base, y2: base }));
  return chart;
}

function countsOf(field, levels) {
  const present = records.filter((record) => record.status === "ok");
  const labels = [...levels, "–"];
  return [labels, labels.map((level) => present.filter((record) => (record[field] ?? "–") === level).length)];
}

// A round width for about ten classes: 1, 2 or 5 times a power of ten.
function classWidth(range) {
  const raw = range / 10, power = Math.pow(10, Math.floor(Math.log10(raw)));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= raw);
}

function histogram(values) {
  if (values.length === 0) return make("p", { class: "faint", text: "no value" });
  const high = Math.max(...values), width = classWidth(high > 0 ? high : 1);
  const counts = new Array(Math.floor(high / width) + 1).fill(0);
  for (const value of values) counts[Math.floor(value / width)] += 1;
  const digits = Math.max(0, -Math.floor(Math.log10(width)));
  const every = Math.ceil(counts.length / 6);
  return barChart(counts.map((_, i) => (i % every === 0 ? (i * width).toFixed(digits) : "")), counts);
}

function charts() {
  const lesions = records.flatMap((record) => record.lesions);
  const values = (rows, field) => rows.map((row) => row[field]).filter((value) => typeof value === "number");
  document.getElementById("charts").append(
    figure("Brooker class (images)", barChart(...countsOf("brooker", ["0", "I", "I+", "II", "III", "IV"]))),
    figure("Della Valle grade (images)", barChart(...countsOf("della_valle", ["A", "B", "C"]))),
    figure("Area of a lesion, mm²", histogram(values(lesions, "area_mm2"))),
    figure("Rim thickness, mm", histogram(values(lesions, "rim_thickness_mm"))),
    figure("Cleft width, mm", histogram(values(lesions, "cleft_width_mm"))),
    figure("Gap between bones, mm", histogram(values(records, "gap_mm"))));
}

// MARK: Table

const columns = [
  { name: "id", title: "image" }, { name: "status", title: "status" },
  { name: "lesion_count", title: "lesions", number: 0 }, { name: "lesion_area_mm2", title: "area mm²", number: 1 },
  { name: "largest_lesion_feret_mm", title: "longest mm", number: 1 }, { name: "gap_mm", title: "gap mm", number: 1 },
  { name: "gap_uncertainty_mm", title: "± mm", number: 1 }, { name: "brooker", title: "Brooker" },
  { name: "della_valle", title: "Della Valle" }, { name: "warnings", title: "notes" },
];
const order = { column: null, descending: false };
let listed = [];  // the images that pass the filter, in their order
let limit = pageSize;

function cellText(record, column) {
  if (column.name === "warnings") {
    if (record.status !== "ok") return record.error;
    const count = (record.warnings || []).length + (record.borderline ? 1 : 0);
    return (record.borderline ? "borderline; " : "") + (count ? `${count} note${count > 1 ? "s" : ""}` : "");
  }
  return shown(record[column.name], column.number);
}

function filtered() {
  const words = document.getElementById("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const kind = document.getElementById("kind").value;
  const kinds = {
    all: () => true, failed: (record) => record.status !== "ok", lesion: (record) => record.lesions.length > 0,
    clean: (record) => record.status === "ok" && record.lesions.length === 0, borderline: (record) => record.borderline,
    warned: (record) => (record.warnings || []).length > 0,
  };
  return records.filter((record) => {
    if (!kinds[kind](record)) return false;
    const text = [record.id, record.image, record.error, record.brooker && `brooker ${record.brooker}`,
      record.della_valle && `grade ${record.della_valle}`, ...(record.warnings || []),
      ...Object.values(record.pass_through)].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function compare(a, b) {
  const x = a[order.column.name], y = b[order.column.name];
  const missing = (value) => value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  if (missing(x) || missing(y)) return missing(x) - missing(y);
  const sign = order.descending ? -1 : 1;
  if (Array.isArray(x)) return sign * (x.length - y.length);
  return sign * (typeof x === "number" ? x - y : String(x).localeCompare(String(y), "en", { numeric: true }));
}

function showTable() {
  listed = filtered();
  if (order.column) listed.sort(compare);
  document.getElementById("rows").replaceChildren(...listed.slice(0, limit).map(tableRow));
  document.getElementById("count").textContent = `${listed.length} of ${records.length}`;
  document.getElementById("more").hidden = listed.length <= limit;
}

// Adds rows below those that are there, which stay as they are, open ones too.
function showMore(count) {
  document.getElementById("rows").append(...listed.slice(limit, limit + count).map(tableRow));
  limit += count;
  document.getElementById("more").hidden = listed.length <= limit;
}

function tableRow(record) {
  const row = make("tr", { class: "row", tabindex: 0, "data-id": record.id });
  for (const column of columns) {
    const alarm = record.status !== "ok" && (column.name === "status" || column.name === "warnings");
    row.append(make("td", {
      class: [column.number === undefined ? "" : "number", alarm ? "alarm" : ""].join(" ").trim(),
      text: cellText(record, column),
    }));
  }
  const toggle = () => {
    const open = row.classList.toggle("open");
    if (open) row.after(make("tr", {}, make("td", { class: "detail", colspan: columns.length }, detail(record))));
    else row.nextElementSibling.remove();
  };
  row.addEventListener("click", toggle);
  row.addEventListener("keydown", (event) => { if (event.key === "Enter") toggle(); });
  return row;
}

function header() {
  const cells = columns.map((column) => {
    const cell = make("th", { scope: "col", class: column.number === undefined ? "" : "number" });
    cell.append(make("button", { type: "button", text: column.title, onclick: () => {
      order.descending = order.column === column && !order.descending;
      order.column = column;
      for (const other of cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
      showTable();
    } }));
    return cell;
  });
  document.getElementById("header").append(...cells);
}

// MARK: One image

function picture(record) {
  const data = document.getElementById(`overlay-${records.indexOf(record)}`);
  const link = `overlays/${encodeURIComponent(record.id)}.png`;
  if (record.status !== "ok") return null;
  const image = data && data.textContent
    ? make("img", { src: `data:image/jpeg;base64,${data.textContent}`, alt: `Outlines on ${record.id}` }) : null;
  const full = document.body.dataset.overlays === "true"
    ? make("p", { class: "faint" }, make("a", { href: link, target: "_blank", text: "Full size" }),
      " (in the folder overlays beside this page)") : null;
  return make("div", {}, image, full);
}

function facts(pairs) {
  const list = make("dl");
  for (const [name, value] of pairs) {
    if (value === null || value === undefined || value === "") continue;
    list.append(make("dt", { text: name }), make("dd", { text: value }));
  }
  return list;
}

function profilePlot(lesion) {
  const depth = lesion.profile_depth_mm, signal = lesion.profile_signal;
  if (!depth || depth.length < 2) return null;
  const width = 300, height = 150, left = 12, base = 118;
  const far = depth[depth.length - 1] || 1, low = Math.min(0, ...signal), top = Math.max(...signal);
  const span = top > low ? top - low : 1;
  const points = depth.map((d, i) =>
    `${left + (width - 2 * left) * d / far},${base - 100 * (signal[i] - low) / span}`).join(" ");
  return figure(`Lesion ${lesion.lesion_id}: signal by depth (${lesion.zonal_pattern || "pattern unknown"})`,
    draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" },
      draw("line", { class: "axis", x1: left, x2: width - left, y1: base, y2: base }),
      draw("polyline", { class: "curve", points }),
      draw("text", { x: left, y: base + 15, text: "edge" }),
      draw("text", { x: width - left, y: base + 15, "text-anchor": "end", text: `${far.toFixed(1)} mm deep` })));
}

const lesionColumns = [
  ["lesion_id", "lesion", 0], ["area_mm2", "area mm²", 1], ["feret_max_mm", "longest mm", 1], ["form", "form"],
  ["maturity", "maturity"], ["zonal_pattern", "zones"], ["rim_thickness_mm", "rim mm", 2],
  ["cleft_width_mm", "cleft mm", 2], ["distance_to_bone_mm", "to bone mm", 1], ["attachment", "attachment"],
  ["relative_density", "rel. density", 2],
];

function simpleTable(heads, rows) {
  return make("div", { class: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col", text: head })))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", { text: cell })))))));
}

function detail(record) {
  const box = make("div");
  const side = make("div");
  const notes = [...(record.warnings || [])];
  if (record.error) side.append(make("p", { class: "alarm", text: record.error }));
  const gap = record.gap_mm === null ? "" : `${shown(record.gap_mm, 1)} ± ${shown(record.gap_uncertainty_mm, 1)} mm`;
  const passed = Object.entries(record.pass_through);
  side.append(facts([
    ["Grade", [record.brooker && `Brooker ${record.brooker}`, record.della_valle && `Della Valle ${record.della_valle}`,
      record.borderline ? "borderline" : null].filter(Boolean).join(", ")],
    ["Because", record.grade_basis], ["Gap", gap],
    ["Image", `${record.image}, ${record.width_px} × ${record.height_px} pixels, ${record.bit_depth} bit`],
    ["Polarity", record.polarity],
    ["Spacing", record.spacing_mm && `${record.spacing_mm} mm (${record.spacing_source}), at the ${record.plane}`],
    ["Magnification", record.magnification], ["Lesions are", record.segmentation],
    ["Bones", (record.bones || []).join(", ")], ...passed, ["SHA-256", record.sha256],
  ]));
  if (notes.length) {
    side.append(make("h3", { text: "Notes" }), make("ul", {}, ...notes.map((note) => make("li", { text: note }))));
  }
  box.append(make("div", { class: "detail-grid" }, picture(record) || make("div"), side));
  if (record.joints.length) {
    box.append(make("h3", { text: "Joints" }), simpleTable(
      ["joint", "side", "gap mm", "± mm", "Brooker", "Della Valle", "because"],
      record.joints.map((joint) => [joint.joint, joint.side, shown(joint.gap_mm, 1), shown(joint.gap_uncertainty_mm, 1),
        shown(joint.brooker), shown(joint.della_valle), shown(joint.grade_basis)])));
  }
  if (record.lesions.length) {
    box.append(make("h3", { text: "Lesions" }), simpleTable(lesionColumns.map((column) => column[1]),
      record.lesions.map((lesion) => lesionColumns.map(([name, , digits]) => shown(lesion[name], digits)))));
    const plots = record.lesions.map(profilePlot).filter(Boolean);
    if (plots.length) box.append(make("h3", { text: "Zonal profiles" }), make("div", { class: "charts" }, ...plots));
  }
  return box;
}

tiles();
charts();
header();
showTable();
for (const name of ["filter", "kind"]) {
  document.getElementById(name).addEventListener("input", () => { limit = pageSize; showTable(); });
}
document.getElementById("more").addEventListener("click", () => showMore(pageSize));
window.addEventListener("beforeprint", () => showMore(records.length));  // paper has no button
