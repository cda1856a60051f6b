using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Jarvis.Cli.Commands;

/// <summary>The library's help, with what people look for first: examples, and what the exit codes mean.</summary>
internal sealed class ExamplesHelpAction(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(parseResult.CommandResult.Command switch
        {
            { Name: AskCommand.Name } => AskCommand.More,
            { Name: ChatCommand.Name } => ChatCommand.More,
            { Name: ConversationsCommand.Name } => ConversationsCommand.More,
            { Name: ModelsShowCommand.Name } command when command.Parents.Any(parent => parent.Name == ConversationsCommand.Name) => ConversationsCommand.More,
            { Name: ModelsImportCommand.Name } command when command.Parents.Any(parent => parent.Name == ConversationsCommand.Name) => ConversationsCommand.More,
            { Name: "list" or "resume" or "export" or "delete" } => ConversationsCommand.More,
            { Name: ModelsCommand.Name } => ModelsCommand.More,
            { Name: EvalCommand.Name or EvalCommand.PlanName } => EvalCommand.More,
            { Name: TasksCommand.Name or TasksCommand.CancelName or TasksCommand.RetryName } => TasksCommand.More,
            { Name: ModelsAddCommand.Name } => ModelsAddCommand.More,
            { Name: ModelsImportCommand.Name } => ModelsImportCommand.More,
            { Name: ModelsRemoveCommand.Name } => ModelsRemoveCommand.More,
            { Name: ModelsShowCommand.Name } => ModelsShowCommand.More,
            { Name: KeysCommand.Name } => KeysCommand.More,
            { Name: ServeCommand.Name } => ServeCommand.More,
            { Name: TenantsCommand.Name or TenantsLimitsCommand.Name } => TenantsCommand.More,
            { Name: ResourcesCommand.Name } => ResourcesCommand.More,
            _ => Root,
        });
        return ExitCode.Answered;
    }

    private const string Root =
        """
        Examples:
          jarvis ask "Read this receipt and translate it to Spanish" --file receipt.png
          jarvis chat
          jarvis models --type translation

        Exit codes:
          0 answered   1 failed   2 bad usage   129 hung up   130 interrupted   141 output closed   143 terminated
        """;
}
