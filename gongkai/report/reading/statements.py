def extract_statements(sections, year=None):
    return ()
