"""A process with limits, for what strangers' data could make slow or large: typesetting, looking at PDFs."""
