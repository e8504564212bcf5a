"""专栏专题: pages that a disclosure office puts together."""
