SELECT id, name FROM item WHERE id > 15000 ORDER BY id
