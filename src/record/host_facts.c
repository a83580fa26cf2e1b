/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/host_facts.h"

#include "base/auto.h"
#include "config.h"
#include "machine/clock.h"
#include "record/emit.h"

static void add_fact(struct records *records, struct facts *facts,
		     const struct host_fact *fact)
{
	if (fact->type == HOST_NUMBER)
		facts_add_number(records, facts, fact->name, real_of(fact->number));
	else if (fact->type == HOST_BOOL)
		facts_add_bool(records, facts, fact->name, fact->number != 0);
	else
		facts_add_text(records, facts, fact->name, fact->text);
}

void host_facts_add(struct records *records, struct facts *facts,
		    const struct host *host, bool changes)
{
	if (!changes)
		facts_add_text(records, facts, "id", host->id);
	for (size_t i = 0; i < host->n; i++)
		if (host->fact[i].changes == changes)
			add_fact(records, facts, &host->fact[i]);
}

struct facts *host_facts_run(struct records *records, const struct host *host,
			     const struct run_start *start)
{
	char id[24], now[40];
	host_facts_add(records, records_add_facts(records, "host"), host, false);
	struct facts *run = records_add_facts(records, "run");
	facts_add_text(records, run, "id", record_new_id(id, sizeof(id)));
	facts_add_text(records, run, "time", clock_utc(now, sizeof(now)));
	facts_add_text(records, run, "host", host->id);
	facts_add_texts(records, run, "argv",
			(struct texts){ start->argv, start->nr_argv });
	facts_add_number(records, run, "seed", real_of((double)start->seed));
	facts_add_text(records, run, "pft_version", PACKAGE_VERSION);
	return run;
}

static void put_fact(struct emit *e, const struct host_fact *fact)
{
	if (fact->type == HOST_NUMBER)
		emit_double(e, fact->name, fact->number);
	else if (fact->type == HOST_BOOL)
		emit_bool(e, fact->name, fact->number != 0);
	else
		emit_text(e, fact->name, fact->text);
}

void host_facts_add_now(struct records *records, struct facts *facts,
			const struct host *host)
{
	struct emit e;
	emit_open(&e);
	emit_begin(&e, NULL, '{');
	for (size_t i = 0; i < host->n; i++)
		if (host->fact[i].changes)
			put_fact(&e, &host->fact[i]);
	emit_end(&e, '}');
	AUTO_FREE char *json = emit_close(&e);
	facts_add_json(records, facts, "now", json);
}

void host_facts_add_disturbances(struct records *records, struct facts *facts,
				 const struct disturbances *found)
{
	struct emit e;
	emit_open(&e);
	emit_begin(&e, NULL, '[');
	for (size_t i = 0; i < found->n; i++) {
		emit_begin(&e, NULL, '{');
		emit_text(&e, "name", found->disturbance[i].name);
		emit_text(&e, "what", found->disturbance[i].what);
		emit_text(&e, "mend", found->disturbance[i].mend);
		emit_end(&e, '}');
	}
	emit_end(&e, ']');
	AUTO_FREE char *json = emit_close(&e);
	facts_add_json(records, facts, "disturbances", json);
}
