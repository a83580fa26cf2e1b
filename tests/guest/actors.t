#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The unit tests of boots with a real kernel: guests that behave well and badly.
# shellcheck disable=SC1091,SC2034,SC2154 # set and used by what is sourced
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/guest/guest.sh"
need_lab
kernel stock
PFT_TEST_KERNEL_X86_64=$("$pft" kernel list --format json |
	jq -r 'select(.label == "stock" and .arch == "x86_64").image')
export PFT_TEST_KERNEL_X86_64
tests/unit/boot-run-t
