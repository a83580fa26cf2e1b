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
#include "view/table/csv.h"

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
 * Text as it is published: csv_text, but with other quotation marks, as gnuplot takes
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
	AUTO_FREE char *quoted = text_close(&stream);
	csv_text(out, quoted);
}

/* ---- the table ---- */

/* text is taken over. */
static void keep(struct picture_data *data, size_t n, char *text)
{
	data->field = records_grow(data->field, n, sizeof(*data->field));
	data->field[n] = text;
}

void picture_open(struct picture *picture, const char *names, const char *variant)
{
	struct picture_data data = { 0 };
	char *copy = text_format("%s", names), *rest = copy, *name;
	while ((name = strsep(&rest, ",")) != NULL)
		keep(&data, data.nr_columns++, text_format("%s", name));
	free(copy);
	*picture = (struct picture){ .variant = variant, .data = data };
	fprintf(text_open(&picture->table), "%s\n", names);
}

static void put_real(FILE *out, struct real real, int decimals)
{
	if (decimals < 0)
		csv_real(out, real);
	else if (real.known && isfinite(real.value))
		fprintf(out, "%.*f", decimals, real.value);
}

/* What stands in a cell, without quotation marks; the caller frees it. */
static char *text_of(const struct picture_cell *cell)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (cell->type == CELL_COUNT)
		fprintf(out, "%" PRIu64, cell->count);
	else if (cell->type == CELL_REAL)
		put_real(out, cell->real, cell->decimals);
	else
		fputs(cell->text, out);
	return text_close(&stream);
}

void picture_put_line(struct picture *picture, const struct picture_cell cell[],
		      size_t n)
{
	struct picture_data *data = &picture->data;
	FILE *out = picture->table.out;
	const bool kept = data->nr_kept < PICTURE_LINES_KEPT;
	assert(n == data->nr_columns);
	for (size_t i = 0; i < n; i++) {
		char *text = text_of(&cell[i]);
		fputs(i ? "," : "", out);
		if (cell[i].type == CELL_SHOWN)
			put_shown(out, text);
		else if (cell[i].type == CELL_TEXT)
			put_text(out, text);
		else
			fputs(text, out);
		if (kept)
			keep(data, (1 + data->nr_kept) * data->nr_columns + i, text);
		else
			free(text);
	}
	fputc('\n', out);
	data->nr_kept += kept;
	data->nr_lines++;
	if (picture->nr_curves > 0)
		picture->curve[picture->nr_curves - 1].n++;
}

/* ---- what is around it ---- */

void picture_add_panel(struct picture *picture, struct picture_axis panel)
{
	picture->panel = records_grow(picture->panel, picture->nr_panels,
				      sizeof(*picture->panel));
	picture->panel[picture->nr_panels++] = panel;
}

void picture_add_key(struct picture *picture, char *name, int style)
{
	picture->key = records_grow(picture->key, picture->nr_keys,
				    sizeof(*picture->key));
	picture->key[picture->nr_keys++] = (struct picture_key){ name, style };
}

void picture_add_curve(struct picture *picture, struct picture_curve curve)
{
	picture->curve = records_grow(picture->curve, picture->nr_curves,
				      sizeof(*picture->curve));
	curve.first = picture->data.nr_lines;
	picture->curve[picture->nr_curves++] = curve;
}

void picture_add_mark(struct picture *picture, struct picture_mark mark)
{
	picture->mark = records_grow(picture->mark, picture->nr_marks,
				     sizeof(*picture->mark));
	picture->mark[picture->nr_marks++] = mark;
}

/* Panels share a scale up to so many times the lowest one's. */
enum { SCALES_APART = 5 };

void picture_share_scale(struct picture *picture)
{
	double lowest = INFINITY, highest = 0;
	for (size_t i = 0; i < picture->nr_panels; i++) {
		const double high = picture->panel[i].high;
		highest = fmax(highest, high);
		lowest = high > 0 ? fmin(lowest, high) : lowest;
	}
	picture->y.high = highest > lowest * SCALES_APART ? 0 : highest;
	for (size_t i = 0; i < picture->nr_panels; i++)
		if (picture->y.high > 0 || !(picture->panel[i].high > 0))
			picture->panel[i].high = highest;
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

/* A line with numbers: columns of panel, key and style; x and y; low, high and unit. */
struct words {
	const char *what, *text;
	size_t panel, key;	/* from 0 */
	int style;
	double x, y;		/* of a mark; of a curve its first and last line */
	struct picture_axis axis;
};

static void put_words(FILE *out, struct words words)
{
	const double number[] = { words.x, words.y, words.axis.low, words.axis.high };
	fprintf(out, "%s,", words.what);
	put_shown(out, words.text ? words.text : "");
	fprintf(out, ",%zu,%zu,%d", words.panel + 1, words.key + 1, words.style);
	for (size_t i = 0; i < ARRAY_SIZE(number); i++)
		fprintf(out, isfinite(number[i]) ? ",%.15g" : ",", number[i]);
	fprintf(out, ",%.15g\n", words.axis.unit > 0 ? words.axis.unit : 1);
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
	const size_t titles = picture->title[1] ? 2 : 1;
	for (size_t i = 0; i < titles; i++)
		put_block(out, &title_block, picture->title[i], PICTURE_TITLES / titles);
	for (size_t i = 0; i < PICTURE_CAPTIONS; i++)
		put_block(out, &caption_block, picture->caption[i], caption_lines[i]);
	if (picture->note)
		put_word(out, "note", picture->note);
}

static void put_axis(FILE *out, const char *what, const struct picture_axis *axis)
{
	put_words(out, (struct words){ .what = what, .text = axis->name, .axis = *axis });
}

static void put_marks(FILE *out, const struct picture *picture)
{
	for (size_t i = 0; i < picture->nr_marks; i++) {
		const struct picture_mark *mark = &picture->mark[i];
		put_words(out, (struct words){
			.what = "mark", .text = mark->text, .panel = mark->panel,
			.key = mark->key, .style = mark->style, .x = mark->x,
			.y = mark->y });
	}
}

static void put_curves(FILE *out, const struct picture *picture)
{
	for (size_t i = 0; i < picture->nr_curves; i++) {
		const struct picture_curve *curve = &picture->curve[i];
		if (curve->n == 0)
			continue;
		put_words(out, (struct words){
			.what = "curve", .panel = curve->panel, .key = curve->key,
			.style = curve->style, .x = (double)curve->first,
			.y = (double)(curve->first + curve->n - 1) });
	}
}

static void put_all_words(FILE *out, const struct picture *picture)
{
	fputs("what,text,panel,key,style,x,y,low,high,unit\n", out);
	put_texts(out, picture);
	if (picture->variant)
		put_word(out, "variant", picture->variant);
	put_axis(out, "x", &picture->x);
	put_axis(out, "y", &picture->y);
	for (size_t i = 0; i < picture->nr_panels; i++)
		put_axis(out, "panel", &picture->panel[i]);
	for (size_t i = 0; i < picture->nr_keys; i++)
		put_words(out, (struct words){ .what = "key",
					       .text = picture->key[i].name,
					       .style = picture->key[i].style });
	put_curves(out, picture);
	put_marks(out, picture);
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
	for (size_t i = 0; i < PICTURE_TITLES; i++)
		free(picture->title[i]);
	for (size_t i = 0; i < PICTURE_CAPTIONS; i++)
		free(picture->caption[i]);
	for (size_t i = 0; i < picture->nr_panels; i++)
		free(picture->panel[i].name);
	for (size_t i = 0; i < picture->nr_keys; i++)
		free(picture->key[i].name);
	for (size_t i = 0; i < picture->nr_marks; i++)
		free(picture->mark[i].text);
	char *const own[] = { picture->command, picture->note, picture->x.name,
			      picture->y.name };
	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		free(own[i]);
	picture_data_close(&picture->data);
	free(picture->panel);
	free(picture->key);
	free(picture->curve);
	free(picture->mark);
	if (picture->table.out)
		free(text_close(&picture->table));
	*picture = (struct picture){ 0 };
}
