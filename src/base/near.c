/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/near.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

/* No table has a longer word that somebody would type. */
enum { LONGEST = 40 };

struct near near_start(const char *wanted, size_t n)
{
	const size_t changes = (n + 2) / 4;
	return (struct near){ .wanted = wanted, .n = n,
			      .distance = (changes < 3 ? changes : 3) + 1 };
}

static bool same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * The distance of Damerau and Levenshtein in which no letter is changed twice (optimal
 * string alignment): row i of its matrix has the first i letters of a.
 */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t d[LONGEST + 1][LONGEST + 1];
	for (size_t i = 0; i <= n; i++)
		for (size_t j = 0; j <= m; j++) {
			if (i == 0 || j == 0) {
				d[i][j] = i + j;
				continue;
			}
			d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1,
					d[i - 1][j - 1] + !same_letter(a[i - 1], b[j - 1]));
			if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
			    same_letter(a[i - 2], b[j - 1]))
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[n][m];
}

void near_try(struct near *near, const char *word)
{
	const size_t m = strlen(word);
	if (near->n > LONGEST || m > LONGEST)
		return;
	const size_t d = distance(near->wanted, near->n, word, m);
	if (d >= near->distance)
		return;
	near->word = word;
	near->distance = d;
}

char *near_end(const struct near *near, const char *dashes, const char *otherwise)
{
	return near->word ? text_format(": did you mean %s%s?", dashes, near->word) :
			    text_format("%s", otherwise);
}

char *near_end_of(const char *wanted, const char *const words[], const char *otherwise)
{
	struct near near = near_start(wanted, strlen(wanted));
	for (size_t i = 0; words[i]; i++)
		near_try(&near, words[i]);
	return near_end(&near, "", otherwise);
}
