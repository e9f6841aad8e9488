SELECT id, year FROM film WHERE year > 1986 ORDER BY year, id LIMIT 10
