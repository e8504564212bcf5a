"""《政府信息公开条例》 and its companions as data and pure functions."""
