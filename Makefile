# Ossiquant: the commands of the README.
.PHONY: demo test build libraries format lint check-report check-analysis benchmark benchmark-stages check-instructions fuzz sanitize coverage load-test release

RESULTS := demo-results
CHECKED := --explicit-target-dependency-import-check error

demo: build
	.build/release/ossiquant measure Fixtures/manifest.csv --out $(RESULTS) --force
	@echo
	@echo "Report: $(CURDIR)/$(RESULTS)/report.html"
	@echo "Tables: $(CURDIR)/$(RESULTS)/images.csv, joints.csv and lesions.csv"

test: libraries
	swift build --build-tests $(CHECKED)
	swift test --skip-build

build: libraries
	swift build -c release --product ossiquant --static-swift-stdlib $(CHECKED)

# Installs the three decoders where they are missing (Debian, Ubuntu); elsewhere it says what is needed.
libraries:
	@Scripts/install-libraries

# Uses the demo's report in headless Chromium.
check-report:
	Scripts/check-report $(RESULTS)/report.html

# Runs the examples of docs/Analysis.md, in pandas and R, on the demo's tables.
check-analysis:
	Scripts/check-analysis $(RESULTS)

# Hostile input and the release; docs/Security.md and docs/Release.md explain them.
fuzz: libraries
	Scripts/fuzz

sanitize: libraries
	Scripts/sanitize

coverage: libraries
	Scripts/coverage

load-test: build
	Scripts/load-test

release:
	Scripts/release

format:
	swift format --in-place --parallel --recursive Sources Tests Fuzz Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Benchmarks Package.swift

lint:
	swift format lint --strict --parallel --recursive Sources Tests Fuzz Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Benchmarks Package.swift

# The table of ratios: cost against libpng, OpenCV, scikit-image and (where installed) torch and PyRadiomics.
benchmark: build
	Benchmarks/ratios.py

# A benchmark for each kernel, decoding, analysing, and end to end.
benchmark-stages: libraries
	cd Benchmarks && swift package benchmark

# Instruction counts of each stage against Benchmarks/instructions.tsv (needs valgrind).
check-instructions: libraries
	swift build --package-path Benchmarks -c release --product Stages
	Benchmarks/instructions.py
