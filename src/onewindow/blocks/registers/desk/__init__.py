"""Officers' pages: look an entry up for a purpose, record what happened, confirm what somebody recorded."""
