/*
 * Reconstruction, not the file of linux-2.6.10-rc3-bk7: the first lines of one
 * function.
 */
static int copy_mm(unsigned long clone_flags, struct task_struct * tsk)
{
	struct mm_struct * mm, *oldmm;
	int retval;

	tsk->min_flt = tsk->maj_flt = 0;
	tsk->nvcsw = tsk->nivcsw = 0;

	tsk->mm = NULL;
	tsk->active_mm = NULL;

	/* The rest is left out. */
	return copy_mm_rest(clone_flags, tsk, &mm, &oldmm, &retval);
}
