/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "lab/kernel.h"
const char *const kernel_arch_words[] = { "x86_64", "i386", "arm64", NULL };
int kernel_arch_parse(const char *text, enum kernel_arch *arch, struct error *err)
{ for (int i = 0; kernel_arch_words[i]; i++) if (!strcmp(text, kernel_arch_words[i])) { *arch = (enum kernel_arch)i; return 0; } return error_set(err, -EINVAL, "arch"); }
int kernel_resolve(const char *word, enum kernel_arch arch, const struct kernel_context *context, struct kernel *k, struct error *err)
{ (void)context; (void)err; *k = (struct kernel){ .label = strdup(word), .image = strdup(word), .build_id = strdup("x"), .key = strdup("k"), .arch = arch }; return 0; }
int kernel_build(const struct kernel_request *r, const struct kernel_context *c, struct kernel *k, struct error *err)
{ return kernel_resolve(r->label, r->arch, c, k, err); }
void kernel_close(struct kernel *k) { *k = (struct kernel){ 0 }; }
int kernel_find(const char *label, enum kernel_arch arch, struct kernel *k, struct error *err)
{ return kernel_resolve(label, arch, NULL, k, err); }
