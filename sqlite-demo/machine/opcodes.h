/* The table of opcodes: name, and one plain sentence. %1 to %5 are the operands.
 *
 * What has a row here has a function op_NAME in the file of its family. A program
 * may hold others: they are named when they come, and never skipped.
 */
#ifndef RING3_SQLITE_MACHINE_OPCODES_H
#define RING3_SQLITE_MACHINE_OPCODES_H

#include "sqlite-demo/machine/machine.h"

/* clang-format off: a table */
#define MACHINE_OPCODES(X)                                                               \
    /* flow.c: where the program goes on */                                              \
    X(Init, "The program begins: go to %2, where the preparations stand.")               \
    X(Goto, "Go on at %2.")                                                              \
    X(Halt, "The program ends.")                                                         \
    X(HaltIfNull, "End with an error if register %3 is NULL.")                           \
    X(Transaction, "Begin a transaction: from here on the file stays as it is.")         \
    X(Gosub, "Remember this place in register %1 and go to the subroutine at %2.")       \
    X(Return, "Go back to behind the place that register %1 remembers.")                 \
    X(BeginSubrtn, "A subroutine begins; register %2 is NULL if it was not called.")     \
    X(InitCoroutine, "Let register %1 remember %3, where the coroutine begins.")         \
    X(Yield, "Change over to the other coroutine; register %1 remembers this place.")    \
    X(EndCoroutine, "The coroutine has no more rows: go where its caller wants then.")   \
    X(Once, "The first time go on here, from then on go to %2.")                         \
    X(If, "Go to %2 if register %1 is true.")                                            \
    X(IfNot, "Go to %2 if register %1 is false.")                                        \
    X(IsNull, "Go to %2 if register %1 is NULL.")                                        \
    X(NotNull, "Go to %2 if register %1 is not NULL.")                                   \
    X(IfPos, "If register %1 is above 0, take %3 off and go to %2.")                     \
    X(IfNotZero, "If register %1 is not 0, count it down and go to %2.")                 \
    X(DecrJumpZero, "Count register %1 down; at 0 go to %2.")                            \
    X(Jump, "Go to %1, %2 or %3: the last comparison said less, equal or greater.")      \
    X(ResultRow, "The row is complete: hand registers from %1 on, %2 of them, over.")    \
    X(Noop, "Nothing to do here.")                                                       \
    X(Explain, "A remark for EXPLAIN QUERY PLAN; nothing to do.")                        \
    X(ReadCookie, "Read a number from the header of the file into register %2.")         \
    X(TableLock, "Ask for a lock of table %4, which matters with a shared cache only.")  \
    X(Expire, "Other prepared statements are to be made again.")                         \
    X(ResetCount, "Begin to count changed rows anew.")                                   \
    X(FkIfZero, "Go to %2: no foreign key is broken.")                                   \
    X(FkCounter, "Count broken foreign keys.")                                           \
    /* values.c: constants and copies */                                                 \
    X(Integer, "Put the number %1 into register %2.")                                    \
    X(Int64, "Put the number %4 into register %2.")                                      \
    X(Real, "Put the number %4 into register %2.")                                       \
    X(String8, "Put the text '%4' into register %2.")                                    \
    X(String, "Put the text '%4' into register %2.")                                     \
    X(Null, "Make register %2, and those up to %3, NULL.")                               \
    X(SoftNull, "Let register %1 be NULL for the record that comes.")                    \
    X(Blob, "Put %1 bytes into register %2.")                                            \
    X(Variable, "Put parameter %1 of the statement into register %2.")                   \
    X(Move, "Move %3 registers from %1 on to %2; the old ones become NULL.")             \
    X(Copy, "Copy register %1, and %3 more, to %2.")                                     \
    X(SCopy, "Let register %2 show what register %1 holds.")                             \
    X(IntCopy, "Copy the integer of register %1 to %2.")                                 \
    X(Affinity, "Bring registers from %1 on to the types that their columns prefer.")    \
    X(RealAffinity, "If register %1 is an integer, make it a real.")                     \
    X(Cast, "CAST register %1 to another type.")                                         \
    X(MustBeInt, "Register %1 must be an integer, or else go to %2.")                    \
    X(ClrSubtype, "Forget that register %1 was JSON.")                                   \
    X(MemMax, "Register %1 becomes the larger of %1 and %2.")                            \
    X(OffsetLimit, "Register %2: how many rows LIMIT and OFFSET need together.")         \
    /* arithmetic.c */                                                                   \
    X(Add, "Register %3 = register %1 + register %2.")                                   \
    X(Subtract, "Register %3 = register %2 - register %1.")                              \
    X(Multiply, "Register %3 = register %1 * register %2.")                              \
    X(Divide, "Register %3 = register %2 / register %1; NULL for a division by 0.")      \
    X(Remainder, "Register %3 = register %2 %% register %1.")                            \
    X(AddImm, "Add %2 to register %1.")                                                  \
    X(Concat, "Register %3 = the text of register %2, then that of register %1.")        \
    X(BitAnd, "Register %3 = register %1 & register %2, bit by bit.")                    \
    X(BitOr, "Register %3 = register %1 | register %2, bit by bit.")                     \
    X(ShiftLeft, "Register %3 = register %2 shifted left by register %1 bits.")          \
    X(ShiftRight, "Register %3 = register %2 shifted right by register %1 bits.")        \
    X(BitNot, "Register %2 = register %1 with every bit turned.")                        \
    X(And, "Register %3 = register %1 AND register %2, where NULL is unknown.")          \
    X(Or, "Register %3 = register %1 OR register %2, where NULL is unknown.")            \
    X(Not, "Register %2 = NOT register %1.")                                             \
    X(IsTrue, "Register %2 = is register %1 true?")                                      \
    X(ZeroOrNull, "Register %2 = 0, or NULL if register %1 or %3 is.")                   \
    /* comparison.c */                                                                   \
    X(Eq, "Go to %2 if register %3 is equal to register %1.")                            \
    X(Ne, "Go to %2 if register %3 is not equal to register %1.")                        \
    X(Lt, "Go to %2 if register %3 is less than register %1.")                           \
    X(Le, "Go to %2 if register %3 is not greater than register %1.")                    \
    X(Gt, "Go to %2 if register %3 is greater than register %1.")                        \
    X(Ge, "Go to %2 if register %3 is not less than register %1.")                       \
    X(ElseEq, "Go to %2 if the last comparison said equal.")                             \
    X(Compare, "Compare %3 registers from %1 on with as many from %2 on.")               \
    X(Permutation, "The comparison that comes takes the registers in another order.")    \
    X(CollSeq, "The function that comes compares text by %4.")                           \
    X(IsType, "Go to %2 if the value is of one of the types asked for.")                 \
    X(FilterAdd, "Note the key in the Bloom filter of register %1.")                     \
    X(Filter, "Go to %2 if the Bloom filter of register %1 has never seen the key.")     \
    /* open.c: cursors come and go */                                                    \
    X(OpenRead, "Open cursor %1 on the b-tree whose root is page %2.")                   \
    X(OpenWrite, "Open cursor %1 for writing on the b-tree whose root is page %2.")      \
    X(ReopenIdx, "Open cursor %1 on the index of root page %2, unless it is already.")   \
    X(OpenEphemeral, "Make an empty table in memory and open cursor %1 on it.")          \
    X(OpenAutoindex, "Make an empty index in memory, for this query only: cursor %1.")   \
    X(OpenDup, "Open cursor %1 on the table in memory that cursor %2 is on.")            \
    X(SorterOpen, "Make an empty sorter: cursor %1.")                                    \
    X(OpenPseudo, "Let cursor %1 read the record that stands in register %2.")           \
    X(Close, "Close cursor %1.")                                                         \
    X(ColumnsUsed, "A hint which columns of cursor %1 are needed.")                      \
    X(CursorHint, "A hint about what cursor %1 is for.")                                 \
    /* scan.c: from row to row */                                                        \
    X(Rewind, "Put cursor %1 on its first row; if there is none, go to %2.")             \
    X(Last, "Put cursor %1 on its last row; if there is none, go to %2.")                \
    X(Next, "Put cursor %1 on the next row and go to %2; at the end go on.")             \
    X(Prev, "Put cursor %1 on the row before and go to %2; at the start go on.")         \
    X(NullRow, "Let every column of cursor %1 be NULL.")                                 \
    X(IfNullRow, "If cursor %1 is on no row: register %3 is NULL, go to %2.")            \
    X(IfNotOpen, "Go to %2 if cursor %1 is not open.")                                   \
    X(Count, "Count the entries of cursor %1 into register %2, page by page.")           \
    X(Sequence, "Register %2 = how many rows cursor %1 has got so far.")                 \
    X(SequenceTest, "Go to %2 if cursor %1 has got no row so far.")                      \
    /* seek.c: down the b-tree to a key */                                               \
    X(SeekRowid, "Go down to the row whose rowid is in register %3; if none, to %2.")    \
    X(NotExists, "Go to %2 if there is no row whose rowid is in register %3.")           \
    X(SeekGE, "Go down to the first entry not less than register %3; if none, to %2.")   \
    X(SeekGT, "Go down to the first entry greater than register %3; if none, to %2.")    \
    X(SeekLE, "Go down to the last entry not greater than register %3; or to %2.")       \
    X(SeekLT, "Go down to the last entry less than register %3; if none, to %2.")        \
    X(SeekScan, "Try up to %1 steps forward before going down the tree again.")          \
    X(SeekHit, "Note how many columns of the key have matched so far.")                  \
    X(IdxGE, "Go to %2 if the index entry is not less than the key in register %3.")     \
    X(IdxGT, "Go to %2 if the index entry is greater than the key in register %3.")      \
    X(IdxLE, "Go to %2 if the index entry is not greater than the key.")                 \
    X(IdxLT, "Go to %2 if the index entry is less than the key in register %3.")         \
    X(Found, "Go to %2 if cursor %1 has an entry with the key in register %3.")          \
    X(NotFound, "Go to %2 if cursor %1 has no entry with the key in register %3.")       \
    X(NoConflict, "Go to %2 if no entry of cursor %1 would be in the way of the key.")   \
    X(IfNoHope, "Go to %2 if no entry can match the beginning of the key.")              \
    X(DeferredSeek, "Note the row of the table that cursor %1 points to; seek later.")   \
    X(FinishSeek, "Carry out the seek that was put off.")                                \
    X(IdxRowid, "Register %2 = the rowid at the end of the index entry.")                \
    X(Rowid, "Register %2 = the rowid of the row under cursor %1.")                      \
    /* record.c: between rows and registers */                                           \
    X(Column, "Read column %2 of the row under cursor %1 into register %3.")             \
    X(MakeRecord, "Make a record of registers from %1 on, %2 of them: register %3.")     \
    X(RowData, "Copy the whole record under cursor %1 into register %2.")                \
    X(SorterData, "Copy the present record of the sorter %1 into register %2.")          \
    /* sort.c */                                                                         \
    X(SorterInsert, "Put the record of register %2 into the sorter %1.")                 \
    X(SorterSort, "Sort what the sorter %1 has got; if it is nothing, go to %2.")        \
    X(Sort, "Put cursor %1 on the first row of its order; if none, go to %2.")           \
    X(SorterNext, "Take the next record of the sorter %1 and go to %2; or go on.")       \
    X(ResetSorter, "Empty the table or sorter of cursor %1.")                            \
    /* aggregate.c */                                                                    \
    X(AggStep, "Give %5 values from register %2 on to %4, which keeps its sum in %3.")   \
    X(AggInverse, "Take values out of %4 again: they have left the window.")             \
    X(AggFinal, "Register %1 = the result of %4.")                                       \
    X(AggValue, "Register %3 = the result of %4 so far.")                                \
    /* function.c */                                                                     \
    X(Function, "Register %3 = %4 of the values from register %2 on.")                   \
    X(PureFunc, "Register %3 = %4 of the values from register %2 on.")                   \
    /* rowset.c */                                                                       \
    X(RowSetAdd, "Put the rowid of register %2 into the set of register %1.")            \
    X(RowSetRead, "Take the smallest rowid of the set %1 into register %3; or to %2.")   \
    X(RowSetTest, "Go to %2 if the rowid of register %3 is in the set %1.")              \
    /* write.c: what would be changed */                                                 \
    X(NewRowid, "Find a rowid that is not in use: register %2.")                         \
    X(Insert, "Write the record of register %2 as the row of register %3.")              \
    X(IdxInsert, "Write the record of register %2 into the index of cursor %1.")         \
    X(IdxDelete, "Take the entry with the key in register %2 out of the index.")         \
    X(Delete, "Take away the row under cursor %1.")                                      \
    X(Clear, "Take away every row of the b-tree whose root is page %1.")
/* clang-format on */

#define DECLARE_OPCODE(name, sentence)                                                   \
    enum outcome op_##name(struct machine *machine, const struct op *op);
MACHINE_OPCODES(DECLARE_OPCODE)
#undef DECLARE_OPCODE

/* What runs in the place of an opcode without a row: stops, and names it. */
enum outcome op_unknown(struct machine *machine, const struct op *op);

/* NULL: not in the table. */
const struct op_type *opcode_named(const char *name);
size_t opcode_count(void);

#endif
