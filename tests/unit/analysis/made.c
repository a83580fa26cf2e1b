/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/made.h"

#include <stdio.h>
#include <string.h>

#include "base/known.h"
#include "fault/engine.h"

enum { PAGES = 100 };

static const char *const labels[] = { "a", "b", "c", "d" };
static const char *const rows[] = { "row 0", "row 1", "row 2", "row 3" };

void made_campaign(struct records *records, const struct made_campaign *c)
{
	struct facts *run = records_add_facts(records, "run");
	facts_add_text(records, run, "id", c->run);
	facts_add_text(records, run, "engine", c->engine);
	facts_add_text(records, run, "unit", c->unit);
	facts_add_number(records, run, "rounds", real_of((double)c->rounds));
	facts_add_number(records, run, "reps", real_of(1));
	facts_add_number(records, run, "seed", real_of(1));
	facts_add_texts(records, run, "treatments", (struct texts){ labels, c->nr_sides });
	facts_add_texts(records, run, "kernels", (struct texts){ labels, c->nr_sides });
	facts_add_texts(records, run, "rows", (struct texts){ rows, c->nr_rows });
}

struct sample *made_rep(struct records *records, const struct made_rep *rep)
{
	const bool exact = engine_find(rep->engine)->counts_instructions;
	const double amount = rep->cost * PAGES, unmap = rep->unmap * PAGES;
	const struct sample sample = {
		.run = records_keep(records, rep->run),
		.boot_id = records_keep(records, rep->boot),
		.kernel = records_keep(records, rep->kernel),
		.engine = rep->engine, .time = records_keep(records, rep->time),
		.role = rep->role ? rep->role : "measure", .kind = "anon-write",
		.pattern = "sequential", .tasks = "threads", .accounting = "window",
		.threads = count_of(1), .bytes = count_of(PAGES * 4096),
		.page_bytes = count_of(4096), .pages = count_of(PAGES),
		.order = count_of(records->nr_samples), .row = count_of(rep->row),
		.reps = count_of(1), .ok = !rep->invalid, .invalid = rep->invalid,
		.faults_minor = count_of(PAGES), .faults_major = count_of(0),
		.pages_present = count_of(PAGES),
		.wall_s = { amount / 1e9, !exact },
		.teardown_s = { unmap / 1e9, !exact && unmap > 0 },
		.instructions = { (uint64_t)(amount + 0.5), exact },
		.instructions_teardown = { (uint64_t)(unmap + 0.5), exact && unmap > 0 },
	};
	return records_add(records, &sample);
}

const char *made_boot_id(struct records *records, const char *run, size_t side,
			 size_t round)
{
	char id[80];
	snprintf(id, sizeof(id), "%s.%zu.%zu", run, side, round);
	return records_keep(records, id);
}

void made_boot(struct records *records, const char *run, size_t side, size_t round,
	       const char *outcome)
{
	struct facts *boot = records_add_facts(records, "boot");
	facts_add_text(records, boot, "id", made_boot_id(records, run, side, round));
	facts_add_text(records, boot, "run", run);
	facts_add_text(records, boot, "kernel", labels[side]);
	facts_add_text(records, boot, "outcome", outcome);
	facts_add_text(records, boot, "why", "because");
	facts_add_number(records, boot, "treatment", real_of((double)side));
	facts_add_number(records, boot, "round", real_of((double)round));
}

static void add_unit(struct records *records, const struct made_campaign *c,
		     size_t side, size_t round, double cost)
{
	char time[40];
	const size_t place = round * c->nr_sides +
			     (round % 2 ? c->nr_sides - 1 - side : side);
	snprintf(time, sizeof(time), "2026-01-02T03:%02zu:%02zuZ", place / 60 % 60,
		 place % 60);
	made_rep(records, &(struct made_rep){
		.run = c->run, .boot = made_boot_id(records, c->run, side, round),
		.kernel = labels[side], .engine = c->engine, .time = time,
		.cost = cost, .unmap = cost / 2 });
	made_boot(records, c->run, side, round, "ok");
}

void made_rounds(struct records *records, const struct made_campaign *c,
		 const double cost[], const double spread[])
{
	made_campaign(records, c);
	for (size_t round = 0; round < c->rounds; round++)
		for (size_t side = 0; side < c->nr_sides; side++)
			add_unit(records, c, side, round, cost[side] * spread[round]);
}
