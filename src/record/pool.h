/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What records are made of, kept in a few large pieces of memory until all of it
 * goes: a million samples of small pieces would cost more for malloc's own
 * bookkeeping than they hold.
 *
 * Without memory the program stops, as record.h says.
 */
#ifndef RECORD_POOL_H
#define RECORD_POOL_H

#include <stddef.h>

struct pool;

struct pool *pool_open(void);
/* n bytes of memory, aligned for a pointer where n is a multiple of its size. */
void *pool_room(struct pool *pool, size_t n);
/* A copy of n bytes, aligned for any pointer; equal ones are kept once. */
const void *pool_keep(struct pool *pool, const void *bytes, size_t n);
/* Accepts NULL. */
void pool_close(struct pool *pool);

#endif
