/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/sequential.h"

#include <math.h>

#include "stats/estimate.h"
#include "stats/power.h"

/* The units that a look sees: a beginning of all there are. */
struct seen {
	const struct ratio_sides *sides;	/* NULL: of one mean */
	const double *value;
	size_t less;			/* units (of each side) left out at the end */
	size_t n;			/* of the smaller side, those left out among them */
};

static struct real width_of_mean(const struct seen *seen)
{
	const size_t n = seen->n - seen->less;
	const struct estimate e = estimate_of(seen->value, n);
	if (!e.half_width.known || e.mean.value == 0.0)
		return (struct real){ 0 };
	const double width = e.half_width.value / fabs(e.mean.value);
	return (struct real){ width, isfinite(width) };
}

static struct real width_of_ratio(const struct seen *seen)
{
	struct ratio_sides sides = *seen->sides;
	sides.nr_a -= seen->less;
	sides.nr_b -= seen->less;
	const struct ratio ratio = ratio_of(&sides);
	if (!ratio.high.known || !ratio.value.known)
		return (struct real){ 0 };
	return real_of(ratio.high.value / ratio.value.value - 1.0);
}

static struct real width_of(const struct seen *seen)
{
	return seen->sides ? width_of_ratio(seen) : width_of_mean(seen);
}

static size_t first_look(const struct sequential_rule *rule,
			 const struct seen *seen)
{
	const bool independent = seen->sides &&
		seen->sides->design == RATIO_INDEPENDENT;
	const size_t least = independent ? SEQUENTIAL_FIRST :
					   SEQUENTIAL_FIRST_MEAN;
	return rule->first > least ? rule->first : least;
}

static size_t nr_narrow(const struct sequential_rule *rule, struct seen seen)
{
	const size_t first = first_look(rule, &seen);
	const size_t step = rule->step > 0 ? rule->step : 1;
	size_t narrow = 0;
	while (narrow < SEQUENTIAL_RUN && seen.n >= first &&
	       seen.less <= seen.n - first) {
		const struct real width = width_of(&seen);
		if (!width.known || !(width.value <= rule->precision))
			break;
		narrow++;
		seen.less += step;
	}
	return narrow;
}

/* ---- how many more ---- */

/* Of one mean, as of pairs: the spread of its units relative to it. */
static struct power_question question_of(const struct seen *seen)
{
	if (!seen->sides)
		return (struct power_question){
			.sd_a_log = estimate_of(seen->value, seen->n).cv.value,
			.design = RATIO_PAIRED, .level = POWER_LEVEL };
	const struct ratio_log log = ratio_log_of(seen->sides);
	return (struct power_question){ log.sd_a, log.sd_b, seen->sides->design,
					POWER_LEVEL };
}

/* Until the interval is narrow, and then until the run is complete. */
static size_t more_units(const struct sequential_rule *rule,
			 const struct seen *seen, size_t narrow)
{
	const size_t step = rule->step > 0 ? rule->step : 1;
	const size_t first = first_look(rule, seen);
	if (narrow > 0)
		return (SEQUENTIAL_RUN - narrow) * step;
	const struct power_question question = question_of(seen);
	size_t need = power_units_precision(&question, seen->n, rule->precision);
	if (need == 0)
		return 0;
	need = need > first ? need : first;
	need = need > seen->n ? need : seen->n + 1;
	return need - seen->n + (SEQUENTIAL_RUN - 1) * step;
}

static struct sequential_look look(const struct sequential_rule *rule,
				   const struct seen *seen)
{
	struct sequential_look look = { .half_width = width_of(seen) };
	if (!look.half_width.known)
		return look;
	look.nr_narrow = nr_narrow(rule, *seen);
	look.enough = look.nr_narrow == SEQUENTIAL_RUN;
	look.more_units = more_units(rule, seen, look.nr_narrow);
	return look;
}

struct sequential_look sequential_mean(const struct sequential_rule *rule,
				       const double value[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(value[i]))
			return (struct sequential_look){ 0 };
	}
	return look(rule, &(struct seen){ .value = value, .n = n });
}

struct sequential_look sequential_ratio(const struct sequential_rule *rule,
					const struct ratio_sides *sides)
{
	const size_t n = sides->nr_a < sides->nr_b ? sides->nr_a : sides->nr_b;
	return look(rule, &(struct seen){ .sides = sides, .n = n });
}
