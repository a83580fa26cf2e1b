/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/power.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_gamma.h>

#include "base/error.h"

/* One-sided, of the variance of a pilot. */
#define PILOT_CONFIDENCE 0.80

/* ---- roots ---- */

static gsl_function function_of(double (*of)(double, void *), void *params)
{
	return (gsl_function){ .function = of, .params = params };
}

#define MOST_STEPS 100	/* some ten do */

/* Where the function is 0: the two have that between them. */
static double solve(gsl_function *function, double low, double high)
{
	gsl_root_fsolver *solver = error_unless_memory(
		gsl_root_fsolver_alloc(gsl_root_fsolver_brent));
	gsl_root_fsolver_set(solver, function, low, high);
	for (int i = 0; i < MOST_STEPS && high - low > 1e-7 * high &&
	     gsl_root_fsolver_iterate(solver) == GSL_SUCCESS; i++) {
		low = gsl_root_fsolver_x_lower(solver);
		high = gsl_root_fsolver_x_upper(solver);
	}
	const double root = gsl_root_fsolver_root(solver);
	gsl_root_fsolver_free(solver);
	return root;
}

/* ---- noncentral t ---- */

#define NR_PANELS 8
#define NR_NODES 16
#define TAIL 8.5	/* beyond so many deviations lies less than 1e-16 */

struct noncentral {
	double t, freedom, off;
	double log_scale;	/* of the density of the root of chi2 / freedom */
};

static double log_scale(double freedom)
{
	const double half = 0.5 * freedom;
	return M_LN2 + half * log(half) - gsl_sf_lngamma(half);
}

/*
 * The root of chi2 / freedom that lies so many deviations from the middle.
 * Source   Wilson and Hilferty 1931.
 */
static double root_at(double freedom, double deviations)
{
	const double spread = 2.0 / (9.0 * freedom);
	const double cube = 1.0 - spread + deviations * sqrt(spread);
	return cube > 0.0 ? cube * sqrt(cube) : 0.0;
}

/* Density of that root, times the chance that t is not reached at it. */
static double noncentral_part(double root, void *data)
{
	const struct noncentral *is = data;
	const double density = exp(is->log_scale +
				   (is->freedom - 1.0) * log(root) -
				   0.5 * is->freedom * root * root);
	return density * gsl_cdf_ugaussian_P(is->t * root - is->off);
}

/* Panels are narrower at the lower end: at 0 the density may be no polynomial. */
static double integrate(gsl_function *function, double low, double high)
{
	gsl_integration_glfixed_table *nodes = error_unless_memory(
		gsl_integration_glfixed_table_alloc(NR_NODES));
	const double unit = (high - low) / (NR_PANELS * NR_PANELS);
	double sum = 0.0;
	for (int i = 0; i < NR_PANELS; i++)
		sum += gsl_integration_glfixed(function, low + i * i * unit,
					       low + (i + 1) * (i + 1) * unit,
					       nodes);
	gsl_integration_glfixed_table_free(nodes);
	return sum;
}

/*
 * Around the root at which t is as far away as off the normal distribution goes
 * from 0 to 1: that part by itself, and the rest above it. GSL's distribution of
 * chi2 would give the rest, but it ends the program where it does not converge.
 */
static double noncentral_above_zero(struct noncentral is)
{
	gsl_function function = function_of(noncentral_part, &is);
	const double bottom = root_at(is.freedom, -TAIL);
	const double top = root_at(is.freedom, TAIL);
	const double low = fmax(bottom, (is.off - TAIL) / is.t);
	const double high = fmin(top, (is.off + TAIL) / is.t);
	double sum = 0.0;
	if (high <= bottom)
		return 1.0;
	if (low < high)
		sum += integrate(&function, low, high);
	if (high < top)
		sum += integrate(&function, high, top);
	return fmin(sum, 1.0);
}

double power_noncentral_t(double t, double freedom, double noncentrality)
{
	if (t == 0.0)
		return gsl_cdf_ugaussian_P(-noncentrality);
	if (t > 0.0)
		return noncentral_above_zero((struct noncentral){
			.t = t, .freedom = freedom, .off = noncentrality,
			.log_scale = log_scale(freedom) });
	return 1.0 - noncentral_above_zero((struct noncentral){
		.t = -t, .freedom = freedom, .off = -noncentrality,
		.log_scale = log_scale(freedom) });
}

/* ---- a test ---- */

/* What the means of so many units differ by, by chance alone. */
struct chance {
	double error;		/* standard error of the difference */
	double freedom;
};

static bool is_spread(double sd)
{
	return isfinite(sd) && sd >= 0.0;
}

static bool question_is_sound(const struct power_question *q)
{
	return is_spread(q->sd_a_log) &&
	       (q->design == RATIO_PAIRED || is_spread(q->sd_b_log)) &&
	       q->level > 0.0 && q->level <= 0.5;
}

static struct chance chance_of(const struct power_question *q, size_t nr_a,
			       size_t nr_b)
{
	const double a = q->sd_a_log * q->sd_a_log / (double)nr_a;
	const double b = q->sd_b_log * q->sd_b_log / (double)nr_b;
	if (q->design == RATIO_PAIRED)
		return (struct chance){ sqrt(a), (double)nr_a - 1.0 };
	return (struct chance){ sqrt(a + b), ratio_freedom(a, nr_a, b, nr_b) };
}

static double critical_t(double level, double freedom)
{
	return gsl_cdf_tdist_Qinv(0.5 * level, freedom);
}

/* Two-sided: the wrong direction is found too, if rarely. */
static double chance_to_find(double level, double freedom, double noncentrality)
{
	const double t = critical_t(level, freedom);
	const double above = 1.0 - power_noncentral_t(t, freedom, noncentrality);
	return above + power_noncentral_t(-t, freedom, noncentrality);
}

struct real power_of(const struct power_question *question, size_t n,
		     double effect)
{
	if (!question_is_sound(question) || n < 2 || !isfinite(effect) ||
	    effect < 0.0)
		return (struct real){ 0 };
	const struct chance chance = chance_of(question, n, n);
	if (effect == 0.0)
		return real_of(question->level);
	if (chance.error <= 0.0)
		return real_of(1.0);
	return real_of(chance_to_find(question->level, chance.freedom,
				      log1p(effect) / chance.error));
}

/* ---- how many ---- */

static double chi2_lack(double chi2, void *data)
{
	const double *freedom = data;
	return gsl_cdf_chisq_P(chi2, *freedom) - (1.0 - PILOT_CONFIDENCE);
}

/*
 * The quantile of chi2 that the assurance asks for. GSL's own inverse ends the
 * program where it does not converge, and that happens; so does the distribution
 * itself for very many degrees of freedom, where Wilson and Hilferty are exact
 * to 1e-6.
 */
static double low_chi2(double freedom)
{
	gsl_function function = function_of(chi2_lack, &freedom);
	if (freedom <= 1000.0)
		return solve(&function, 0.0, freedom);
	const double root = root_at(freedom,
				    gsl_cdf_ugaussian_Qinv(PILOT_CONFIDENCE));
	return freedom * root * root;
}

/* At the upper end of what the pilot's variances leave possible. */
static struct power_question assured(const struct power_question *question,
				     size_t pilot_units)
{
	struct power_question q = *question;
	if (pilot_units < 2)
		return q;
	const double freedom = chance_of(&q, pilot_units, pilot_units).freedom;
	const double factor = sqrt(freedom / low_chi2(freedom));
	q.sd_a_log *= factor;
	q.sd_b_log *= factor;
	return q;
}

typedef bool suffices(const struct power_question *question, size_t n,
		      double wanted);

static bool finds(const struct power_question *question, size_t n, double wanted)
{
	return power_of(question, n, wanted).value >= POWER_WANTED;
}

static bool is_narrow(const struct power_question *question, size_t n,
		      double wanted)
{
	const struct chance chance = chance_of(question, n, n);
	return critical_t(question->level, chance.freedom) * chance.error <=
	       log1p(wanted);
}

/* The least n that suffices: what suffices for n does for more. */
static size_t least_units(const struct power_question *question,
			  suffices *enough, double wanted)
{
	size_t low = 1, high = 2;
	while (high < POWER_MOST_UNITS && !enough(question, high, wanted)) {
		low = high;
		high *= 2;
	}
	while (high - low > 1) {
		const size_t middle = low + (high - low) / 2;
		if (enough(question, middle, wanted))
			high = middle;
		else
			low = middle;
	}
	return high < POWER_MOST_UNITS ? high : POWER_MOST_UNITS;
}

static size_t units(const struct power_question *question, size_t pilot_units,
		    suffices *enough, double wanted)
{
	if (!question_is_sound(question) || pilot_units == 1 ||
	    !isfinite(wanted) || wanted <= 0.0)
		return 0;
	const struct power_question q = assured(question, pilot_units);
	return question_is_sound(&q) ? least_units(&q, enough, wanted) : 0;
}

size_t power_units(const struct power_question *question, size_t pilot_units,
		   double effect)
{
	return units(question, pilot_units, finds, effect);
}

size_t power_units_precision(const struct power_question *question,
			     size_t pilot_units, double precision)
{
	return units(question, pilot_units, is_narrow, precision);
}

/* ---- what can be found ---- */

struct lack {
	double level, freedom;
};

static double lack_at(double noncentrality, void *data)
{
	const struct lack *lack = data;
	return chance_to_find(lack->level, lack->freedom, noncentrality) -
	       POWER_WANTED;
}

static double least_noncentrality(double level, double freedom)
{
	struct lack lack = { level, freedom };
	gsl_function function = function_of(lack_at, &lack);
	double low = 0.0, high = 4.0;
	while (lack_at(high, &lack) < 0.0) {
		low = high;
		high *= 2.0;
	}
	return solve(&function, low, high);
}

struct real power_detectable(const struct power_question *question, size_t nr_a,
			     size_t nr_b)
{
	if (!question_is_sound(question) || nr_a < 2 || nr_b < 2)
		return (struct real){ 0 };
	const struct chance chance = chance_of(question, nr_a, nr_b);
	if (chance.error <= 0.0)
		return real_of(0.0);
	const double effect = expm1(chance.error * least_noncentrality(
		question->level, chance.freedom));
	return (struct real){ effect, isfinite(effect) };
}
