"""Any sequence of what people, staff and the clock do to two courses, and what holds after each.

`life` is the world: the courses, the people, the clock, the worker. `residents`, `desk`, `door`,
`lottery` and `clock` say what each may do in it. `ledger` keeps who should be where, `letters` what
was told; `promises` says what must be so after every step, by what `look` read.
"""
