"""bkflow-feel on the shared expressions; run by an interpreter that has it. Prints evaluations a second."""

import importlib
import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

parse_expression: Any = importlib.import_module("bkflow_feel.api").parse_expression
logging.disable(logging.CRITICAL)
given = json.loads(Path(sys.argv[1]).read_text())
context, expressions = given["context"], given["expressions"]
for one in expressions:
    found = parse_expression(one["text"], context)
    if found != one["value"]:
        sys.exit(f"{one['text']} is {found}")
texts = [one["text"] for one in expressions]
rounds, began = 0, time.process_time()
while time.process_time() - began < float(sys.argv[2]):
    for text in texts:
        parse_expression(text, context)
    rounds += 1
print(json.dumps({"rate": rounds * len(texts) / (time.process_time() - began)}))
