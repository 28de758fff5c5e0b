// GitHub's own parser of workflows and of action metadata, for lint-workflows.mjs, which bundles this: the package
// imports JSON in a way that Node does not load by itself.
export { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
export { parseAction } from '@actions/workflow-parser/actions/action-parser';
