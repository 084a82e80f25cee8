"""Write the JSON schema of a file of rules from the vocabulary that reads it, so that an editor knows every word.

python tools/gen_rules_schema.py            write the schema
python tools/gen_rules_schema.py --check    exit 1 if the schema is not what the vocabulary gives (CI)
"""

from __future__ import annotations

import json
import sys

from pages import ROOT, write_or_check

sys.path.insert(0, str(ROOT))

from kconv.crd.rulesfile.document import schema

if __name__ == "__main__":
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    sys.exit(write_or_check(ROOT / "kconv/crd/rulesfile/conversion-rules.schema.json", text, __doc__))
