SELECT id, year FROM film WHERE +year > 1986 OR (+year = 1986 AND id > 1438) ORDER BY +year, id LIMIT 10
