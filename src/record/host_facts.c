/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/host_facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "config.h"
#include "machine/clock.h"
#include "record/jsonl.h"

static void add_fact(struct records *records, struct facts *facts,
		     const struct host_fact *fact)
{
	switch (fact->type) {
	case HOST_TEXT:
		facts_add_text(records, facts, fact->name, fact->text);
		break;
	case HOST_NUMBER:
		facts_add_number(records, facts, fact->name,
				 real_of(fact->number));
		break;
	case HOST_BOOL:
		facts_add_bool(records, facts, fact->name, fact->number != 0);
		break;
	case HOST_UNKNOWN:
		facts_add_text(records, facts, fact->name, NULL);
		break;
	}
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
	AUTO_FREE char *argv = error_unless_memory(
		jsonl_text_list(start->argv, start->nr_argv));
	facts_add_json(records, run, "argv", argv);
	facts_add_number(records, run, "seed", real_of((double)start->seed));
	facts_add_text(records, run, "pft_version", PACKAGE_VERSION);
	return run;
}

void host_facts_add_now(struct records *records, struct facts *facts,
			const struct host *host)
{
	struct records own = { 0 };
	struct facts *now = records_add_facts(&own, "now");
	host_facts_add(&own, now, host, true);
	char *json = jsonl_object(now);
	facts_add_json(records, facts, "now", json);
	free(json);
	records_close(&own);
}

static char *disturbance_json(const struct disturbance *disturbance)
{
	struct records own = { 0 };
	struct facts *facts = records_add_facts(&own, "disturbance");
	facts_add_text(&own, facts, "name", disturbance->name);
	facts_add_text(&own, facts, "what", disturbance->what);
	facts_add_text(&own, facts, "mend", disturbance->mend);
	char *json = jsonl_object(facts);
	records_close(&own);
	return json;
}

void host_facts_add_disturbances(struct records *records, struct facts *facts,
				 const struct disturbances *found)
{
	char *list = NULL;
	size_t n;
	FILE *out = open_memstream(&list, &n);
	for (size_t i = 0; out && i < found->n; i++) {
		char *json = disturbance_json(&found->disturbance[i]);
		fprintf(out, "%s%s", i ? "," : "[", json ? json : "null");
		free(json);
	}
	if (out)
		fputs(found->n ? "]" : "[]", out);
	if (out && fclose(out) == 0)
		facts_add_json(records, facts, "disturbances", list);
	free(list);
}
