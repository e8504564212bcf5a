"""《中华人民共和国政府信息公开条例》 and its companions as data and pure functions."""
