/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is compared: from --a and --b, or from kernels and sides of a file.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/ab_plan.h"

/* What a struct campaign_side points to. */
struct ab_owned {
	char *label;
	char *patches, *config;	/* where they were found; or NULL */
	struct ab_knobs knobs;
};

static void close_own(struct ab_owned *own, struct campaign_side *side)
{
	workload_words_close(&side->own);
	free(own->label);
	free(own->patches);
	free(own->config);
}

static int no_memory(struct error *err)
{
	return error_set(err, -ENOMEM, "out of memory");
}

static int make_room(struct ab_plan *plan, size_t n, struct error *err)
{
	plan->own = calloc(n, sizeof(*plan->own));
	plan->side = calloc(n, sizeof(*plan->side));
	return plan->own && plan->side ? 0 : no_memory(err);
}

/* label is taken over. */
static struct campaign_side *add(struct ab_plan *plan, char *label,
			     struct error *err)
{
	if (!label) {
		no_memory(err);
		return NULL;
	}
	const size_t i = plan->nr_sides++;
	plan->own[i].label = label;
	plan->own[i].knobs = plan->options.all;
	plan->side[i] = (struct campaign_side){ .label = label };
	return &plan->side[i];
}

static int add_knobs(struct ab_plan *plan, const struct ab_knobs *more,
		     struct error *err)
{
	struct ab_knobs *knobs = &plan->own[plan->nr_sides - 1].knobs;
	if (knobs->n + more->n > AB_KNOBS)
		return error_set(err, -E2BIG, "side '%s': expected at most %d knobs",
				 plan->own[plan->nr_sides - 1].label,
				 AB_KNOBS);
	memcpy(&knobs->knob[knobs->n], more->knob,
	       more->n * sizeof(*more->knob));
	knobs->n += more->n;
	return 0;
}

/* Once all are there: the arrays grow no more. */
static void point_to_knobs(struct ab_plan *plan)
{
	for (size_t i = 0; i < plan->nr_sides; i++) {
		plan->side[i].knob = plan->own[i].knobs.knob;
		plan->side[i].nr_knobs = plan->own[i].knobs.n;
	}
}

/* ---- labels of the command line ---- */

/* "vmlinux" of "/tmp/k/vmlinux", "tree:linux" of "tree:/home/u/linux". */
static void print_word(FILE *out, const char *word)
{
	const bool tree = strncmp(word, "tree:", 5) == 0;
	const char *slash = strrchr(word, '/');
	fprintf(out, "%s%s", tree ? "tree:" : "",
		slash && slash[1] ? slash + 1 : tree ? word + 5 : word);
}

/* "hugepages-64kB=always" of its whole path. */
static void print_knob(FILE *out, const struct knob *knob)
{
	static const char thp[] = "/sys/kernel/mm/transparent_hugepage/";
	static const char sys[] = "/proc/sys/";
	const char *path = knob->path;
	size_t n = strlen(path);
	if (strncmp(path, thp, sizeof(thp) - 1) == 0) {
		path += sizeof(thp) - 1;
		n -= sizeof(thp) - 1;
		if (strncmp(path, "hugepages-", 10) == 0 && n > 8 &&
		    strcmp(path + n - 8, "/enabled") == 0)
			n -= 8;
		fprintf(out, "thp:%.*s=%s", (int)n, path, knob->value);
		return;
	}
	if (strncmp(path, sys, sizeof(sys) - 1) != 0) {
		fprintf(out, "%s=%s", path, knob->value);
		return;
	}
	for (path += sizeof(sys) - 1; *path; path++)
		fputc(*path == '/' ? '.' : *path, out);
	fprintf(out, "=%s", knob->value);
}

static char *given_label(const struct ab_side *given, const char *word)
{
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	if (!out)
		return NULL;
	if (word)
		print_word(out, word);
	else if (given->knobs.n == 0)
		fputs("as it is", out);
	for (size_t i = 0; i < given->knobs.n; i++) {
		fputs(i > 0 || word ? " " : "", out);
		print_knob(out, &given->knobs.knob[i]);
	}
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

/* The second "stock" is "stock (2)": A against A is a fair question. */
static char *unlike_others(const struct ab_plan *plan, char *label)
{
	size_t same = 1;
	char *text = NULL;
	for (size_t i = 0; label && i < plan->nr_sides; i++) {
		const char *other = plan->own[i].label;
		const size_t n = strlen(label);
		same += strncmp(other, label, n) == 0 &&
			(other[n] == '\0' || strncmp(other + n, " (", 2) == 0);
	}
	if (!label || same == 1)
		return label;
	if (asprintf(&text, "%s (%zu)", label, same) < 0)
		text = NULL;
	free(label);
	return text;
}

static int add_given(struct ab_plan *plan, const struct ab_side *given,
		    const char *word, struct error *err)
{
	char *label = unlike_others(plan, given_label(given, word));
	struct campaign_side *side = add(plan, label, err);
	if (!side)
		return -ENOMEM;
	side->request.word = word;
	return add_knobs(plan, &given->knobs, err);
}

static int from_options(struct ab_plan *plan, struct error *err)
{
	const struct ab_options *o = &plan->options;
	int rc = make_room(plan, o->nr_b + 1, err);
	if (rc == 0)
		rc = add_given(plan, &o->a, o->a.word, err);
	for (size_t i = 0; rc == 0 && i < o->nr_b; i++) {
		const struct ab_side *given = &o->b[i];
		rc = add_given(plan, given, given->word ? given->word : o->a.word,
			      err);
	}
	return rc;
}

/* ---- the file ---- */

/* "set" of a group; knobs of its kernel may stand before. */
static int add_group_knobs(struct ab_plan *plan,
			   const struct setting_group *group, struct error *err)
{
	for (size_t i = 0; i < group->n; i++) {
		const struct setting *setting = &group->setting[i];
		struct ab_knobs one = { .n = 1 };
		if (strcmp(setting->name, "set") != 0)
			continue;
		int rc = campaign_knob(setting->value, &one.knob[0], err);
		if (rc == 0)
			rc = add_knobs(plan, &one, err);
		if (rc != 0)
			return setting_bad(&plan->file, setting->line, rc, err);
	}
	return 0;
}

static const char *text_of(const struct setting_group *group, const char *name)
{
	const struct setting *setting = setting_find(group, name);
	return setting ? setting->value : NULL;
}

static const struct setting_group *find_kernel(const struct ab_plan *plan,
					       const char *label)
{
	for (size_t i = 0; i < plan->file.kernels.n; i++) {
		const struct setting_group *group = &plan->file.kernels.group[i];
		const char *own = text_of(group, "label");
		if (own && strcmp(own, label) == 0)
			return group;
	}
	return NULL;
}

/*
 * What a kernel is made from may lie beside the campaign, wherever that is read
 * from. The path, which is kept for the side; or the word as it is.
 */
static const char *beside(const struct ab_plan *plan, const char *word,
			  char **kept)
{
	const char *slash = strrchr(plan->file.path, '/');
	char *path = NULL;
	if (!word || !slash || *word == '/' ||
	    asprintf(&path, "%.*s/%s", (int)(slash - plan->file.path),
		     plan->file.path, word) < 0)
		return word;
	if (access(path, F_OK) == 0)
		return *kept = path;
	free(path);
	return word;
}

/* A kernel of the list by its label, or a word as --a takes it. */
static int choose_kernel(struct ab_plan *plan, struct campaign_side *side,
			 const char *word, struct error *err)
{
	const struct setting_group *kernel = find_kernel(plan, word);
	if (!kernel) {
		side->request.word = word;
		return 0;
	}
	side->request.word = text_of(kernel, "kernel");
	const char *upto = text_of(kernel, "upto");
	struct ab_owned *own = &plan->own[plan->nr_sides - 1];
	struct kernel_request request = {
		.label = word, .arch = plan->options.arch,
		.source = text_of(kernel, "source"),
		.patches = beside(plan, text_of(kernel, "patches"),
				  &own->patches),
		.config = beside(plan, text_of(kernel, "config"), &own->config),
	};
	if (upto && number_parse(NUMBERS("upto", 1, 10000), upto, &request.upto,
				 err) != 0)
		return setting_bad(&plan->file, setting_find(kernel, "upto")->line,
				   -EINVAL, err);
	if (!side->request.word)
		side->request = request;
	return add_group_knobs(plan, kernel, err);
}

static int group_bad(const struct ab_plan *plan,
		     const struct setting_group *group, const char *expected,
		     struct error *err)
{
	error_set(err, -EINVAL, "expected %s: see pft-campaign(5)", expected);
	return setting_bad(&plan->file, group->line, -EINVAL, err);
}

/* kind and thp by the options' own words. */
static int override(struct ab_plan *plan, const struct setting_group *group,
		    struct campaign_side *side, struct error *err)
{
	struct ab_options scratch = ab_options_default();
	int rc = ab_file_apply(&plan->file, group, AB_TREATMENT, &scratch, err);
	if (rc == 0 && workload_words_nr(&scratch.run.words, "kind") > 1)
		rc = group_bad(plan, group, "one kind", err);
	side->own = scratch.run.words;
	scratch.run.words = (struct workload_words){ 0 };
	ab_options_close(&scratch);
	return rc;
}

static int add_group(struct ab_plan *plan, const struct setting_group *group,
		     bool is_kernel, struct error *err)
{
	const char *name = text_of(group, is_kernel ? "label" : "name");
	const char *word = is_kernel ? name : text_of(group, "kernel");
	if (!name || !*name)
		return group_bad(plan, group, is_kernel ?
				 "label = \"...\" in a kernel" :
				 "name = \"...\" in a side", err);
	struct campaign_side *side = add(plan, strdup(name), err);
	int rc = side ? 0 : -ENOMEM;
	if (rc == 0 && word)
		rc = choose_kernel(plan, side, word, err);
	if (rc == 0 && !is_kernel)
		rc = add_group_knobs(plan, group, err);
	if (rc == 0 && !is_kernel)
		rc = override(plan, group, side, err);
	return rc;
}

/* Names that no reader of a group knows would be passed over in silence. */
static int check_names(const struct ab_plan *plan,
		       const struct setting_group *group,
		       const char *const names[], struct error *err)
{
	for (size_t i = 0; i < group->n; i++) {
		size_t n = 0;
		while (names[n] && strcmp(names[n], group->setting[i].name) != 0)
			n++;
		if (names[n])
			continue;
		error_set(err, -EINVAL, "'%s': no such setting here: see pft-campaign(5)",
			  group->setting[i].name);
		return setting_bad(&plan->file, group->setting[i].line, -EINVAL,
				   err);
	}
	return 0;
}

/* Half of what stands there would be passed over, or a word be missing. */
static int check_kernel(const struct ab_plan *plan, size_t i, struct error *err)
{
	const struct setting_group *group = &plan->file.kernels.group[i];
	const char *label = text_of(group, "label");
	const bool built = text_of(group, "source") ||
			   text_of(group, "patches") ||
			   text_of(group, "upto") || text_of(group, "config");
	if (built == (text_of(group, "kernel") != NULL))
		return group_bad(plan, group, "either kernel, or source, patches and config, in a kernel",
				 err);
	for (size_t j = 0; label && j < i; j++) {
		const char *other = text_of(&plan->file.kernels.group[j], "label");
		if (other && strcmp(other, label) == 0)
			return group_bad(plan, group, "a label that no other kernel has",
					 err);
	}
	return 0;
}

static int check_file(const struct ab_plan *plan, struct error *err)
{
	static const char *const of_kernel[] = {
		"label", "kernel", "source", "patches", "upto", "config", "set",
		NULL };
	static const char *const of_side[] = {
		"name", "kernel", "set", "kind", "thp", NULL };
	const struct campaign_file *file = &plan->file;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < file->kernels.n; i++)
		rc = check_names(plan, &file->kernels.group[i], of_kernel, err);
	for (size_t i = 0; rc == 0 && i < file->kernels.n; i++)
		rc = check_kernel(plan, i, err);
	for (size_t i = 0; rc == 0 && i < file->sides.n; i++)
		rc = check_names(plan, &file->sides.group[i], of_side,
				 err);
	return rc;
}

/* What sides are made of: kernels where a file has no others. */
static bool are_kernels(const struct ab_plan *plan)
{
	return plan->file.sides.n == 0;
}

static const struct setting_list *sides_of(const struct ab_plan *plan)
{
	return are_kernels(plan) ? &plan->file.kernels : &plan->file.sides;
}

static const struct setting_group *find_group(const struct ab_plan *plan,
					      const char *name)
{
	const struct setting_list *list = sides_of(plan);
	for (size_t i = 0; i < list->n; i++) {
		const char *own = text_of(&list->group[i],
					  are_kernels(plan) ? "label" : "name");
		if (own && strcmp(own, name) == 0)
			return &list->group[i];
	}
	return NULL;
}

bool ab_sides_has(const struct ab_plan *plan, const char *name)
{
	return find_group(plan, name) != NULL;
}

/* Those that the part names, in its order. */
static int from_part(struct ab_plan *plan, struct error *err)
{
	int rc = make_room(plan, plan->part->n + 1, err);
	for (size_t i = 0; rc == 0 && i < plan->part->n; i++) {
		const struct setting *setting = &plan->part->setting[i];
		if (strcmp(setting->name, "treatments") != 0)
			continue;
		const struct setting_group *group = find_group(plan, setting->value);
		if (group) {
			rc = add_group(plan, group, are_kernels(plan), err);
			continue;
		}
		error_set(err, -EINVAL, "treatments '%s': no side has that name: expected names of sides, in parentheses with commas between",
			  setting->value);
		rc = setting_bad(&plan->file, setting->line, -EINVAL, err);
	}
	return rc;
}

static int from_file(struct ab_plan *plan, struct error *err)
{
	const struct setting_list *list = sides_of(plan);
	if (plan->part && setting_find(plan->part, "treatments"))
		return from_part(plan, err);
	int rc = make_room(plan, list->n + 1, err);
	for (size_t i = 0; rc == 0 && i < list->n; i++)
		rc = add_group(plan, &list->group[i], are_kernels(plan), err);
	return rc;
}

bool ab_sides_given(const struct ab_plan *plan)
{
	const struct ab_options *o = &plan->options;
	return o->a.word || o->a.knobs.n > 0 || o->nr_b > 0;
}

int ab_sides_make(struct ab_plan *plan, struct error *err)
{
	int rc = check_file(plan, err);
	if (rc == 0 && (ab_sides_given(plan) || !plan->file.path))
		rc = from_options(plan, err);
	else if (rc == 0)
		rc = from_file(plan, err);
	if (rc == 0 && plan->nr_sides < 2)
		rc = error_set(err, -EINVAL, "nothing to compare: expected --b KERNEL, --b-set KNOB=VALUE, or two sides in a campaign file");
	if (rc == 0)
		point_to_knobs(plan);
	return rc;
}

void ab_sides_leave_out(struct ab_plan *plan, size_t i)
{
	const size_t after = --plan->nr_sides - i;
	close_own(&plan->own[i], &plan->side[i]);
	memmove(&plan->own[i], &plan->own[i + 1], after * sizeof(*plan->own));
	memmove(&plan->side[i], &plan->side[i + 1],
		after * sizeof(*plan->side));
	point_to_knobs(plan);
}

void ab_sides_close(struct ab_plan *plan)
{
	for (size_t i = 0; plan->own && i < plan->nr_sides; i++)
		close_own(&plan->own[i], &plan->side[i]);
	free(plan->own);
	free(plan->side);
}
