/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/budget.h"

static double since_s(const struct budget *budget, uint64_t start_ns)
{
	return (double)(budget->now_ns() - start_ns) / 1e9;
}

void budget_start(struct budget *budget, double total_s,
		  uint64_t (*now_ns)(void))
{
	*budget = (struct budget){
		.total_s = total_s, .now_ns = now_ns, .start_ns = now_ns(),
	};
}

void budget_took(struct budget *budget, double seconds)
{
	budget->took_s[budget->nr_rounds++ % BUDGET_ROUNDS] = seconds;
}

void budget_round(struct budget *budget)
{
	if (budget->in_round)
		budget_took(budget, since_s(budget, budget->round_ns));
	budget->round_ns = budget->now_ns();
	budget->in_round = true;
}

double budget_round_s(const struct budget *budget)
{
	double most = 0;
	for (size_t i = 0; i < budget->nr_rounds && i < BUDGET_ROUNDS; i++)
		if (budget->took_s[i] > most)
			most = budget->took_s[i];
	return most;
}

bool budget_fits(const struct budget *budget)
{
	if (budget->total_s <= 0 || budget->nr_rounds == 0)
		return true;
	return budget_used_s(budget) + budget_round_s(budget) <= budget->total_s;
}

double budget_used_s(const struct budget *budget)
{
	return since_s(budget, budget->start_ns);
}

double budget_left_s(const struct budget *budget)
{
	const double left = budget->total_s - budget_used_s(budget);
	return left > 0 ? left : 0;
}
