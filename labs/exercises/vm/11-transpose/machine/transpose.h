enum { SIDE = 256 };

/* Reads (row, column) and writes it to (column, row) of the other matrix. */
void move(int row, int column);
void transpose(void);
