/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/picture.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "base/wrap.h"
#include "record/record.h"
#include "view/table/column.h"

/* Texts that are broken to lines of so many columns. */
static const struct text_block {
	const char *what;
	size_t columns;
} title_block = { "title", 105 }, caption_block = { "caption", 155 };
/* Lines of each text of a caption. */
static const size_t caption_lines[PICTURE_CAPTIONS] = { 3, 2, 9, 3 };

/* ---- text ---- */

/*
 * Text as a script writes it into a picture, a field in quotation marks. gnuplot
 * takes a backslash for an escape there; it ends a text at a quotation mark, doubled
 * or not, and at a comma. In an SVG it escapes no '>', and "]]>" is an error there,
 * as are two characters of Unicode.
 */
static void put_shown(FILE *out, const char *text)
{
	if (!*text)	/* two quotation marks would not be an empty text */
		return;
	AUTO_FREE char *printable = text_shown(text);
	bool escaped = false;
	fputc('"', out);
	for (const char *c = printable; *c; c++) {
		/* Digits behind an escape would be part of it. */
		escaped = strchr("\",\\", *c) || (escaped && *c >= '0' && *c <= '7');
		if (escaped)
			fprintf(out, "\\%03o", (unsigned)*c);
		else if (strncmp(c, "]]>", 3) == 0)	/* parted by a space of no width */
			c += 2, fputs("]]\xe2\x80\x8b>", out);
		else if (strncmp(c, "\xef\xbf\xbe", 3) == 0 ||
			 strncmp(c, "\xef\xbf\xbf", 3) == 0)
			c += 2, fputc('?', out);
		else
			fputc(*c, out);
	}
	fputc('"', out);
}

/*
 * Text as it is published: value_put_csv, but with other quotation marks, as gnuplot takes
 * a doubled one for the end of the field.
 */
static void put_text(FILE *out, const char *text)
{
	struct text_stream stream;
	FILE *plain = text_open(&stream);
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			fputs("\xe2\x80\x9d", plain);
		else
			fputc(*c, plain);
	}
	const struct value quoted = value_owned(text_close(&stream));
	value_put_csv(out, &quoted);
	free(quoted.owned);
}

/* ---- the table ---- */

/* text is taken over. */
static void keep(struct picture_data *data, size_t n, char *text)
{
	data->field = records_grow(data->field, n, sizeof(*data->field));
	data->field[n] = text;
}

/* names with the variant in them, which the caller frees. */
static char *names_of(const char *names, const char *variant)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (; *names; names++)
		if (*names == '@')
			fputs(variant, out);
		else
			fputc(*names, out);
	return text_close(&stream);
}

bool picture_open(struct picture *picture, const char *names, const char *variant)
{
	picture->is_drawn = true;
	if (picture->is_counted)
		return false;
	AUTO_FREE char *copy = names_of(names, variant);
	char *rest = copy, *name;
	*picture = (struct picture){ .variant = variant, .is_drawn = true };
	fprintf(text_open(&picture->table), "%s\n", copy);
	while ((name = strsep(&rest, ",")) != NULL)
		keep(&picture->data, picture->data.nr_columns++, text_format("%s", name));
	return true;
}

struct picture_cell cell_text(const char *text)
{
	return (struct picture_cell){ text_format("%s", text), CELL_TEXT };
}

struct picture_cell cell_shown(char *text)
{
	return (struct picture_cell){ text, CELL_SHOWN };
}

struct picture_cell cell_count(uint64_t count)
{
	return (struct picture_cell){ .text = text_format("%" PRIu64, count) };
}

struct picture_cell cell_real(struct real real)
{
	return (struct picture_cell){ .text = real.known && isfinite(real.value) ?
		text_format("%.12g", real.value) : text_format("%s", "") };
}

struct picture_cell cell_number(double number, int decimals)
{
	return (struct picture_cell){ .text = isfinite(number) ?
		text_format("%.*f", decimals, number) : text_format("%s", "") };
}

void picture_put_line(struct picture *picture, const struct picture_cell cell[],
		      size_t n)
{
	struct picture_data *data = &picture->data;
	FILE *out = picture->table.out;
	const bool kept = data->nr_kept < PICTURE_LINES_KEPT;
	assert(n == data->nr_columns);
	for (size_t i = 0; i < n; i++) {
		fputs(i ? "," : "", out);
		if (cell[i].type == CELL_SHOWN)
			put_shown(out, cell[i].text);
		else if (cell[i].type == CELL_TEXT)
			put_text(out, cell[i].text);
		else
			fputs(cell[i].text, out);
		if (kept)
			keep(data, (1 + data->nr_kept) * n + i, cell[i].text);
		else
			free(cell[i].text);
	}
	fputc('\n', out);
	data->nr_kept += kept;
	data->nr_lines++;
	if (picture->curve.n > 0)
		picture->curve.line[picture->curve.n - 1].y++;
}

/* ---- what is around it ---- */

void picture_add(struct picture_list *list, struct picture_words words)
{
	list->line = records_grow(list->line, list->n, sizeof(*list->line));
	list->line[list->n++] = words;
}

void picture_add_curve(struct picture *picture, size_t panel, size_t key, int style)
{
	const double first = (double)picture->data.nr_lines;
	picture_add(&picture->curve, (struct picture_words){
		.panel = panel, .key = key, .style = style, .x = first, .y = first - 1 });
}

/* Panels share a scale up to so many times the lowest one's. */
enum { SCALES_APART = 5 };

void picture_share_scale(struct picture *picture)
{
	double lowest = INFINITY, highest = 0;
	const struct picture_list *panel = &picture->panel;
	for (size_t i = 0; i < panel->n; i++) {
		const double high = panel->line[i].high;
		highest = fmax(highest, high);
		lowest = high > 0 ? fmin(lowest, high) : lowest;
	}
	picture->y.high = highest > lowest * SCALES_APART ? 0 : highest;
	for (size_t i = 0; i < panel->n; i++)
		if (picture->y.high > 0 || !(panel->line[i].high > 0))
			panel->line[i].high = highest;
}

/* Lines are wrapped by who shows them. */
static char *joined(char *const line[], size_t n, const char *between)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < n; i++) {
		AUTO_FREE char *shown = text_shown(line[i] ? line[i] : "");
		if (*shown)
			fprintf(out, "%s%s", ftell(out) > 0 ? between : "", shown);
	}
	return text_close(&stream);
}

char *picture_title(const struct picture *picture)
{
	return joined(picture->title, PICTURE_TITLES, ", ");
}

char *picture_caption(const struct picture *picture)
{
	return joined(picture->caption, PICTURE_CAPTIONS, "\n");
}

/* ---- words.csv ---- */

/* A line of it that has a text alone. */
static void put_word(FILE *out, const char *what, const char *text)
{
	fprintf(out, "%s,", what);
	put_shown(out, text);
	fputs(",,,,,,,,\n", out);
}

static void put_words(FILE *out, const char *what, const struct picture_words *words)
{
	const double number[] = { words->x, words->y, words->low, words->high };
	fprintf(out, "%s,", what);
	put_shown(out, words->text ? words->text : "");
	fprintf(out, ",%zu,%zu,%d", words->panel + 1, words->key + 1, words->style);
	for (size_t i = 0; i < ARRAY_SIZE(number); i++)
		fprintf(out, isfinite(number[i]) ? ",%.15g" : ",", number[i]);
	fprintf(out, ",%.15g\n", words->unit > 0 ? words->unit : 1);
}

static void put_list(FILE *out, const char *what, const struct picture_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		put_words(out, what, &list->line[i]);
}

/* At most so many lines of text, of which the last says where there are more. */
static void put_block(FILE *out, const struct text_block *block, const char *text,
		      size_t most)
{
	struct text_stream stream;
	AUTO_FREE char *printable = text_shown(text ? text : "");
	wrap_text(text_open(&stream), printable, block->columns, 2);
	AUTO_FREE char *wrapped = text_close(&stream);
	char *rest = wrapped, *line;
	for (size_t n = 1; n <= most && (line = strsep(&rest, "\n")) && *line; n++) {
		const bool cut = n == most && rest && *rest;
		/* A no-break blank, as a script drops those that begin a field. */
		AUTO_FREE char *shown = text_format("%s%s%s", *line == ' ' ? "\xc2\xa0\xc2\xa0" : "",
					  line + strspn(line, " "), cut ? " ..." : "");
		put_word(out, block->what, shown);
	}
}

static void put_texts(FILE *out, const struct picture *picture)
{
	const size_t titles = picture->title[1] && *picture->title[1] ? 2 : 1;
	for (size_t i = 0; i < titles; i++)
		put_block(out, &title_block, picture->title[i], PICTURE_TITLES / titles);
	for (size_t i = 0; i < PICTURE_CAPTIONS; i++)
		put_block(out, &caption_block, picture->caption[i], caption_lines[i]);
	if (picture->note)
		put_word(out, "note", picture->note);
}

static void put_all_words(FILE *out, const struct picture *picture)
{
	fputs("what,text,panel,key,style,x,y,low,high,unit\n", out);
	put_texts(out, picture);
	if (picture->variant)
		put_word(out, "variant", picture->variant);
	put_words(out, "x", &picture->x);
	put_words(out, "y", &picture->y);
	put_list(out, "panel", &picture->panel);
	put_list(out, "key", &picture->key);
	for (size_t i = 0; i < picture->curve.n; i++)
		if (picture->curve.line[i].y >= picture->curve.line[i].x)
			put_words(out, "curve", &picture->curve.line[i]);
	put_list(out, "mark", &picture->mark);
}

/* ---- written ---- */

static int write_stream(const char *path, struct text_stream *stream,
			struct error *err)
{
	AUTO_FREE char *text = text_close(stream);
	stream->out = NULL;
	return file_replace(path, text, stream->n, err);
}

int picture_write(struct picture *picture, const char *folder, const char *path,
		  struct error *err)
{
	struct text_stream words;
	AUTO_FREE char *to = text_format("%s/words.csv", folder);
	put_all_words(text_open(&words), picture);
	int rc = write_stream(path, &picture->table, err);
	const int rc_words = write_stream(to, &words, rc == 0 ? err : NULL);
	return rc != 0 ? rc : rc_words;
}

void picture_data_close(struct picture_data *data)
{
	const size_t n = data->nr_columns * (1 + data->nr_kept);
	for (size_t i = 0; i < n; i++)
		free(data->field[i]);
	free(data->field);
	*data = (struct picture_data){ 0 };
}

void picture_close(struct picture *picture)
{
	struct picture_list *const list[] = { &picture->panel, &picture->key,
					      &picture->curve, &picture->mark };
	char *const own[] = { picture->command, picture->note, picture->x.text,
			      picture->y.text };
	for (size_t i = 0; i < PICTURE_TITLES; i++)
		free(picture->title[i]);
	for (size_t i = 0; i < PICTURE_CAPTIONS; i++)
		free(picture->caption[i]);
	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		free(own[i]);
	for (size_t i = 0; i < ARRAY_SIZE(list); i++) {
		for (size_t j = 0; j < list[i]->n; j++)
			free(list[i]->line[j].text);
		free(list[i]->line);
	}
	picture_data_close(&picture->data);
	if (picture->table.out)
		free(text_close(&picture->table));
	*picture = (struct picture){ 0 };
}
