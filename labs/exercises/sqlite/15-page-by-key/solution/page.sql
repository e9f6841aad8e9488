SELECT id, year FROM film WHERE (year, id) > (1986, 1438) ORDER BY year, id LIMIT 10
