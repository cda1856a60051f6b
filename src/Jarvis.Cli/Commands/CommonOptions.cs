using System.CommandLine;
using System.CommandLine.Parsing;
using Jarvis.Cli.Files;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Input;
using Jarvis.Cli.Turns;
using Jarvis.Conversations;
using Jarvis.Errors;

namespace Jarvis.Cli.Commands;

/// <summary>The options that several commands have.</summary>
internal static class CommonOptions
{
    internal const string JsonName = "--json";
    internal const string VerboseName = "--verbose";
    internal const string RemoteName = "--remote";

    internal static Option<bool> Verbose() => new(VerboseName)
    {
        Description = "Write what the engine logs to stderr.",
        Recursive = true,
    };

    internal static Option<bool> Remote() => new(RemoteName)
    {
        Description = "Use models that run elsewhere too: Hugging Face, with the token in HF_TOKEN. What they work on is sent there. Servers that your settings name are used without it.",
        Recursive = true,
    };

    internal static Option<string[]> Files(string description) => new("--file", "-f")
    {
        Description = description,
        HelpName = "PATH|URL",
        DefaultValueFactory = _ => [],
    };

    internal static Option<string?> Out(string description) => new("--out", "-o") { Description = description, HelpName = "DIR" };

    internal static Option<string> Timeout()
    {
        var option = new Option<string>("--timeout")
        {
            Description = "The most seconds that the turn may take, from 1 to 86400; the engine's own limit by default.",
            HelpName = "SECONDS",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && Seconds(result) is null)
            {
                result.AddError($"--timeout takes seconds from 1 to 86400, not '{result.Tokens[0].Value}'.");
            }
        });
        return option;
    }

    internal static Option<string[]> Approve()
    {
        var option = new Option<string[]>("--approve")
        {
            Description = $"Show the plan and ask before it runs: {ApprovalText.Form}. Give it once for each; needs a terminal.",
            HelpName = "WHAT",
            DefaultValueFactory = _ => [],
        };
        option.Validators.Add(result =>
        {
            try
            {
                ApprovalText.Parse([.. result.Tokens.Select(token => token.Value)]);
            }
            catch (JarvisException wrong)
            {
                result.AddError(wrong.Message);
            }
        });
        return option;
    }

    /// <summary>What is to be approved; null for nothing.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>: there is nobody to ask.</exception>
    internal static ApprovalPolicy? Approval(ParseResult parsed, Option<string[]> option, Surroundings surroundings, bool json)
    {
        var policy = ApprovalText.Parse(parsed.GetRequiredValue(option));
        Approver.RequireTerminal(surroundings, policy, json);
        return policy;
    }

    internal static TimeSpan? Seconds(SymbolResult? result) => result is { Tokens.Count: 1 }
        && double.TryParse(
            result.Tokens[0].Value,
            System.Globalization.NumberStyles.AllowDecimalPoint,
            System.Globalization.CultureInfo.InvariantCulture,
            out var seconds)
        && seconds is >= 1 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    internal static Option<bool> Memory() => new("--memory") { Description = "Keep nothing of the conversation; it is gone when the command ends." };

    internal static Option<bool> Json(string description) => new(JsonName) { Description = description };

    internal static Task<JarvisHost> StartHostAsync(ParseResult parsed, Surroundings surroundings, bool isLong = false, StateUse state = StateUse.None)
    {
        var logs = parsed.GetValue<bool>(VerboseName) ? new LineLoggerProvider(surroundings.Error, surroundings.Time) : null;
        return surroundings.StartHost(new HostSettings(logs, parsed.GetValue<bool>(RemoteName), isLong, state), surroundings.Interruption.Stop);
    }

    internal static ResultFolder Results(string? given, Surroundings surroundings) => new(given ?? ResultFolder.Default, surroundings);
}
