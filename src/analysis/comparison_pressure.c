/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/comparison_pressure.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/known.h"
#include "fault/pressure.h"
#include "record/packed.h"

static void add(struct pressure_sums *sums, double *sum,
		const struct sample *sample, const char *name)
{
	const struct real number = counters_number(&sample->counters, name);
	sums->unknown |= !number.known;
	*sum += number.value;
}

void pressure_add(struct pressure_sums *sums, const struct sample *s, bool exact)
{
	if (!s->pressure_percent.known)
		return;
	add(sums, &sums->used, s, "pressure_pages_used");
	add(sums, &sums->unused, s, "pressure_pages_unused");
	add(sums, &sums->used_taken, s, "pressure_used_taken");
	add(sums, &sums->unused_taken, s, "pressure_unused_taken");
	add(sums, &sums->unused_gone, s, "pressure_unused_gone");
	add(sums, &sums->half_used, s, "pressure_half_used_taken");
	add(sums, &sums->half_unused, s, "pressure_half_unused_taken");
	add(sums, &sums->faults, s, "pressure_faults_major");
	add(sums, &sums->calm, s, exact ? "pressure_calm_instructions" :
					  "pressure_calm_ns");
	add(sums, &sums->touch, s, exact ? "pressure_touch_instructions" :
					   "pressure_touch_ns");
	sums->n++;
}

static struct real share(double part, double of)
{
	return (struct real){ of > 0 ? part / of : 0, of > 0 };
}

static struct real value_of(const struct pressure_sums *u,
			    enum pressure_value which)
{
	const struct real present = share(u->unused, u->used + u->unused);
	const struct real taken = share(u->half_unused,
					u->half_used + u->half_unused);
	switch (which) {
	case PRESSURE_UNUSED:
		return present;
	case PRESSURE_TAKEN:
		return share(u->used_taken + u->unused_taken,
			     u->used + u->unused);
	case PRESSURE_GONE:
		return share(u->unused_gone, u->unused);
	case PRESSURE_BACK:
		return share(u->used_taken, u->used);
	case PRESSURE_ENRICHED:
		return taken.known ? share(taken.value, present.value) : taken;
	case PRESSURE_FAULTS:
		return share(u->faults, u->used);
	case PRESSURE_COST:
		return share(u->touch - PRESSURE_STEPS * u->calm, u->used);
	case NR_PRESSURE_VALUES:
		break;
	}
	return (struct real){ 0 };
}

void pressure_estimate(struct comparison_pressure *pressure,
		       const struct pressure_sums unit[], size_t n)
{
	double *values = error_unless_memory(calloc(n + 1, sizeof(*values)));
	for (unsigned int which = 0; which < NR_PRESSURE_VALUES; which++) {
		size_t known = 0;
		for (size_t i = 0; i < n; i++) {
			const struct real value =
				value_of(&unit[i], (enum pressure_value)which);
			if (unit[i].n > 0 && !unit[i].unknown && value.known)
				values[known++] = value.value;
		}
		pressure->value[which] = estimate_of(values, known);
	}
	free(values);
}
