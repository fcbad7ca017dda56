"""pyDMNrules on the shared table; run by an interpreter that has it. Prints decisions a second."""

import importlib
import json
import sys
import time
from typing import Any

engine: Any = importlib.import_module("pyDMNrules").DMN()
status = engine.loadXML(sys.argv[1])
if "errors" in status:
    sys.exit(str(status["errors"]))
given = {"kind": "garage", "area": 60}
status, decided = engine.decide(given)
if "errors" in status or decided["Result"]["fee.fee"] != 30:
    sys.exit(f"{status} {decided}")
rounds, began = 0, time.process_time()
while time.process_time() - began < float(sys.argv[2]):
    engine.decide(given)
    rounds += 1
print(json.dumps({"rate": rounds / (time.process_time() - began)}))
