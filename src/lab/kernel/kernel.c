/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/kernel/kernel.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/known.h"

void kernel_tell(const struct kernel_context *context, const char *what,
		 double done)
{
	if (context && context->progress)
		context->progress(context->context, what, done);
}

void kernel_warn(const struct kernel_context *context, const char *line)
{
	if (context && context->warn)
		context->warn(context->context, line);
}

void kernel_close(struct kernel *kernel)
{
	char *const texts[] = {
		kernel->label, kernel->source, kernel->patches, kernel->config,
		kernel->key, kernel->image, kernel->symbols,
		kernel->config_file, kernel->release, kernel->build_id,
		kernel->folder,
	};
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		free(texts[i]);
	if (kernel->use > 0)
		close(kernel->use);
	*kernel = (struct kernel){ 0 };
}
