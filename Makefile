# Ossiquant: the commands of the README.
.PHONY: demo test build libraries format lint

RESULTS := demo-results

demo: build
	.build/release/ossiquant measure Fixtures/manifest.csv --out $(RESULTS)
	@echo
	@echo "Report: $(CURDIR)/$(RESULTS)/report.html"
	@echo "Tables: $(CURDIR)/$(RESULTS)/images.csv and lesions.csv"

test: libraries
	swift test --explicit-target-dependency-import-check error

build: libraries
	swift build -c release --product ossiquant --explicit-target-dependency-import-check error

# Installs the two decoders where they are missing (Debian, Ubuntu); elsewhere it says what is needed.
libraries:
	@Scripts/install-libraries

format:
	swift format --in-place --parallel --recursive Sources Tests Package.swift

lint:
	swift format lint --strict --parallel --recursive Sources Tests Package.swift
