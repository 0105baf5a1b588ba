#!/usr/bin/env python3
"""Measures a manifest or a folder of radiographs with Apache Spark and writes one Parquet row per image.

usage: spark-submit measure.py INPUT OUT [--ossiquant PROGRAM] [--tasks N] [--tries N] [-- options of ossiquant worker]

INPUT   what `ossiquant measure` takes: one manifest.csv, or a folder. Images, OUT and the program must be visible from
        every node under the same paths.
OUT     the Parquet folder to write. Its columns are those of the record (`ossiquant schema`), joints and lesions nested;
        `record` holds the record's line as `ossiquant measure` writes it to results.ndjson, byte for byte.

`ossiquant requests` turns INPUT into lines on the driver. Each task starts one `ossiquant worker`, hands it its lines one
by one and takes the records. A worker that dies is started again and is given the same line; one that dies of a line
--tries times gives an error row for that image, and the rest goes on. A task whose machine dies is redone by Spark.
"""
import argparse, collections, json, subprocess, sys

from pyspark.sql import Row, SparkSession, types


class Worker:
    """One `ossiquant worker` process, started when it is needed and again after it died."""

    def __init__(self, command, tries):
        self.command, self.tries, self.process, self.restarts = command, tries, None, 0

    def answer(self, line):
        """The record for a request; an error record where every try killed the worker."""
        for attempt in range(self.tries):
            if self.process is None:
                self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            try:
                self.process.stdin.write(line.encode() + b"\n")
                self.process.stdin.flush()
                record = self.process.stdout.readline()
            except BrokenPipeError:
                record = b""
            if record.endswith(b"\n"):
                return record[:-1].decode()
            status = self.stop()
            # Wrong usage is no death: each further try would end in the same way.
            if status in (64, 66):
                raise RuntimeError(f"{' '.join(self.command)}: ended with status {status}: see the task's error output")
            self.restarts += 1
        request = json.loads(line)
        return json.dumps({
            "schema": "ossiquant.record/1", "id": request.get("id"), "image": request.get("image"), "status": "error",
            "error": f"the worker ended {self.tries} times while it measured this image, last with status {status}",
            "pass_through": request.get("pass_through", {})}, ensure_ascii=False)

    def stop(self):
        """Ends the process and gives its status."""
        process, self.process = self.process, None
        try:
            process.stdin.close()
        except BrokenPipeError:
            pass
        process.stdout.close()
        return process.wait()


def measured(command, tries):
    """A function from a partition's requests to its records, with a count of the workers that died."""

    def partition(lines):
        worker = Worker(command, tries)
        for line in lines:
            yield worker.answer(line)
        if worker.process is not None:
            worker.stop()
        if worker.restarts:
            print(f"ossiquant worker: started {worker.restarts} times again", file=sys.stderr)

    return partition


def spark_type(schema):
    """The column type of a member of the record's JSON Schema."""
    kinds = [kind for kind in schema.get("type", ["string"]) if kind != "null"] if isinstance(
        schema.get("type"), list) else [schema.get("type", "string")]
    if kinds == ["array"]:
        return types.ArrayType(spark_type(schema["items"]))
    if kinds == ["object"]:
        if "properties" in schema:
            return types.StructType([
                types.StructField(name, spark_type(member)) for name, member in schema["properties"].items()])
        return types.MapType(types.StringType(), types.StringType())
    if len(kinds) > 1:
        return types.StringType()
    return {"string": types.StringType(), "integer": types.LongType(), "number": types.DoubleType(),
            "boolean": types.BooleanType()}[kinds[0]]


def columns(schema):
    """The table's columns: the record's members, its settings as JSON, and the record itself."""
    fields = [types.StructField(name, types.StringType() if name == "settings" else spark_type(member))
              for name, member in schema["properties"].items()]
    return types.StructType(fields + [types.StructField("record", types.StringType(), False)])


def value(data, kind):
    """A JSON value as the column type wants it."""
    if data is None:
        return None
    if isinstance(kind, types.StructType):
        return Row(**{field.name: value(data.get(field.name), field.dataType) for field in kind})
    if isinstance(kind, types.ArrayType):
        return [value(item, kind.elementType) for item in data]
    if isinstance(kind, types.DoubleType):
        return float(data)
    if isinstance(kind, types.StringType) and not isinstance(data, str):
        return json.dumps(data, ensure_ascii=False)
    return data


def row(line, schema):
    """The table's row of a record's line."""
    record = json.loads(line)
    values = {field.name: value(record.get(field.name), field.dataType) for field in schema}
    values["record"] = line
    return Row(**values)


def main():
    arguments = sys.argv[1:]
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    parser.add_argument("input")
    parser.add_argument("out")
    parser.add_argument("--ossiquant", default="ossiquant")
    parser.add_argument("--tasks", type=int, help="how many parts the list is cut into (default: four for each core)")
    parser.add_argument("--tries", type=int, default=3, help="how often an image may kill its worker (default: 3)")
    options = parser.parse_args(arguments[:cut])
    listing = subprocess.run([options.ossiquant, "requests", options.input], stdout=subprocess.PIPE)
    if listing.returncode:
        return listing.returncode
    lines = listing.stdout.decode().splitlines()
    schema = columns(json.loads(subprocess.check_output([options.ossiquant, "schema"])))
    spark = SparkSession.builder.appName("ossiquant").getOrCreate()
    context = spark.sparkContext
    tasks = options.tasks or 4 * context.defaultParallelism
    command = [options.ossiquant, "worker"] + arguments[cut + 1:]
    records = context.parallelize(lines, max(1, min(tasks, len(lines)))).mapPartitions(measured(command, options.tries))
    table = spark.createDataFrame(records.map(lambda line: row(line, schema)), schema)
    table.write.mode("errorifexists").parquet(options.out)
    counts = collections.Counter(
        {item["status"]: item["count"] for item in spark.read.parquet(options.out).groupBy("status").count().collect()})
    print(f"{sum(counts.values())} images, {counts['ok']} measured, {counts['error']} failed; {options.out}")
    spark.stop()
    return 1 if counts["error"] else 0


if __name__ == "__main__":
    sys.exit(main())
