/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picture as gnuplot gets it: the table, and the words around it.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "tap.h"
#include "view/plot/picture.h"

static char folder[] = "/tmp/picture-t-XXXXXX";

/* All of a file in the folder; the caller frees it. */
static char *text_of(const char *name)
{
	char *path = text_format("%s/%s", folder, name);
	FILE *file = fopen(path, "re");
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (int c; file && (c = fgetc(file)) != EOF;)
		fputc(c, out);
	if (file)
		fclose(file);
	unlink(path);
	free(path);
	return text_close(&stream);
}

static char *words, *table;

/* Write the picture, read its files, and close it. */
static void write_picture(struct picture *picture)
{
	struct error err = { "" };
	char *path = text_format("%s/table.csv", folder);
	free(words);
	free(table);
	is_int(picture_write(picture, folder, path, &err), 0, "a picture is written");
	words = text_of("words.csv");
	table = text_of("table.csv");
	picture_close(picture);
	free(path);
}

static void has_line(const char *line, const char *name)
{
	char *whole = text_format("\n%s\n", line);
	ok(strstr(words, whole) != NULL, "%s", name);
	free(whole);
}

static void test_table(void)
{
	struct picture picture = { 0 };
	ok(picture_open(&picture, "name,n,cost,at", NULL), "things are put into a picture");
	picture_line(&picture, cell_text("a, \"b\""), cell_count(18446744073709551615u),
		     cell_real((struct real){ 0 }), cell_number(1767323040.25, 3));
	picture_line(&picture, cell_text("=1+1"), cell_count(0),
		     cell_real(real_of(1.0 / 3)), cell_number(INFINITY, 3));
	picture_line(&picture, cell_shown(text_format("a, 12 \"b\" \\n")),
		     cell_shown(text_shown("")),
		     cell_count(1), cell_count(2));
	is_int(picture.data.nr_columns, 4, "the table's columns are counted");
	is_int(picture.data.nr_lines, 3, "and its lines");
	is_text(picture.data.field[1], "n", "its names are kept");
	is_text(picture.data.field[4], "a, \"b\"", "and what stands in it, as it is");
	is_text(picture.data.field[6], "", "where what is unknown is empty");
	write_picture(&picture);
	is_text(table, "name,n,cost,at\n"
		"\"a, \xe2\x80\x9d" "b\xe2\x80\x9d\",18446744073709551615,,1767323040.250\n"
		"'=1+1,0,0.333333333333,\n"
		"\"a\\054 12 \\042b\\042 \\134n\",,1,2\n",
		"its table has texts and numbers, and nothing where a number is unknown");
}

static void test_words(void)
{
	struct picture picture = { 0 };
	picture_open(&picture, "cost_@", "ns");
	picture.title[0] = text_shown("what is drawn");
	picture.title[1] = text_shown("of what,0123");
	picture.caption[0] = text_shown("n = 3");
	picture.caption[1] = text_shown("a machine ]]> \"`touch x`\"");
	picture.note = text_shown("a note");
	picture.x = (struct picture_words){ .text = text_shown("time"), .low = 1, .high = 8 };
	picture.y = (struct picture_words){ .text = text_shown("cost"), .low = NAN,
					    .high = 1767323040.25, .unit = 1e6 };
	picture_add(&picture.panel, (struct picture_words){ .text = text_shown("panel"),
							    .low = 2, .high = 3, .unit = 1 });
	picture_add(&picture.key, (struct picture_words){ .text = text_shown("key"), .style = 7 });
	picture_add_curve(&picture, 0, 0, 4);
	picture_line(&picture, cell_count(1));
	picture_line(&picture, cell_count(2));
	picture_add_curve(&picture, 1, 2, 0);
	picture_add_curve(&picture, 1, 1, 0);
	picture_line(&picture, cell_count(3));
	picture_add(&picture.mark, (struct picture_words){ text_shown("1.5"), 1, 2, 3, 4, 0.5,
							   0, 0, 0 });
	write_picture(&picture);
	is_int(strncmp(words, "what,text,panel,key,style,x,y,low,high,unit\n", 44), 0,
	       "words.csv begins with the names of its columns");
	has_line("title,\"what is drawn\",,,,,,,,", "the title has a line");
	has_line("title,\"of what\\054\\060\\061\\062\\063\",,,,,,,,",
		 "and a second one, in which a comma and digits behind it are escaped");
	has_line("caption,\"a machine ]]\xe2\x80\x8b> \\042`touch x`\\042\",,,,,,,,",
		 "text that would be code, or the end of a field, is neither");
	has_line("note,\"a note\",,,,,,,,", "the note is there");
	has_line("variant,\"ns\",,,,,,,,", "and the variant of the columns");
	is_int(strncmp(table, "cost_ns\n", 8), 0, "which their names have");
	has_line("x,\"time\",1,1,0,0,0,1,8,1", "an axis has its range, and the unit 1");
	has_line("y,\"cost\",1,1,0,0,0,,1767323040.25,1000000",
		 "no bound where there is none, and numbers to many digits");
	has_line("panel,\"panel\",1,1,0,0,0,2,3,1", "a panel has a range of its own");
	has_line("key,\"key\",1,1,7,0,0,0,0,1", "a key has a style");
	has_line("curve,,1,1,4,0,1,0,0,1", "a curve has its first and last line");
	has_line("curve,,2,2,0,2,2,0,0,1", "the next one follows it");
	ok(!strstr(words, "curve,,2,3"), "a curve without lines is left out");
	has_line("mark,\"1.5\",2,3,3,4,0.5,0,0,1", "a mark has a place");
}

static void test_long_words(void)
{
	struct picture picture = { 0 };
	struct text_stream stream;
	FILE *out = text_open(&stream);
	picture_open(&picture, "x", NULL);
	for (int i = 0; i < 200; i++)
		fputs("kernel ", out);
	picture.title[0] = text_shown("short");
	picture.caption[1] = text_close(&stream);
	char *title = picture_title(&picture), *caption = picture_caption(&picture);
	is_text(title, "short", "the title of a list is one line");
	is_int(strlen(caption), 200 * 7, "its caption has all words");
	free(title);
	free(caption);
	write_picture(&picture);
	size_t lines = 0;
	for (const char *at = words; (at = strstr(at, "\ncaption,")); at++)
		lines++;
	is_int(lines, 2, "in the picture a machine has two lines");
	ok(strstr(words, " ...\",,,,,,,,\n") != NULL, "which say that they are cut");
}

static void test_counted(void)
{
	struct picture picture = { .is_counted = true };
	ok(!picture_open(&picture, "x", NULL) && picture.is_drawn && !picture.table.out,
	   "a picture that is counted alone has no table");
	picture_close(&picture);
}

int main(void)
{
	if (!mkdtemp(folder))
		return 1;
	test_table();
	test_counted();
	test_words();
	test_long_words();
	free(words);
	free(table);
	rmdir(folder);
	return tap_done();
}
