"""A private runtime folder, before the PostgreSQL wheel is imported and asks for one."""

import atexit
import os
import shutil
import tempfile

PREFIX = os.path.join(tempfile.gettempdir(), "tourbook-tests-")

# The processes that a test run starts share its folder; many of them are killed.
if not os.environ.get("XDG_RUNTIME_DIR", "").startswith(PREFIX):
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix=os.path.basename(PREFIX))
    atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)
