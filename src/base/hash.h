/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A short name for bytes: FNV-1a, 64 bits. It is no protection against forgery.
 * Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm".
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* The hash of no bytes: where to start from. */
#define HASH_START UINT64_C(0xcbf29ce484222325)

/* The hash of what made hash, followed by n bytes. */
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n);

#endif
