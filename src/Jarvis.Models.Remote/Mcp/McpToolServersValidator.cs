using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.Mcp;

/// <summary>Finds settings of tool servers that cannot work before the first call does. Never repeats a key.</summary>
internal sealed class McpToolServersValidator : IValidateOptions<RemoteModelOptions>
{
    private const int MaxTools = 64;

    public ValidateOptionsResult Validate(string? name, RemoteModelOptions options)
    {
        var failures = options.Mcp.SelectMany(server => Failures(McpToolServer.Path(server.Key), server.Key, server.Value)).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(string path, string name, McpToolServerOptions options)
    {
        if (string.IsNullOrEmpty(options.Command) == options.Address is null)
            yield return $"{path} has to have either {nameof(options.Address)} or {nameof(options.Command)}.";

        if (options.Address is { } address && !RemoteAddress.IsSafe(address, hasSecret: !string.IsNullOrEmpty(options.Key)))
            yield return $"{path}:{nameof(options.Address)} has to be an absolute https address without user, query and fragment (http for this machine, or where there is no key).";

        if (options.Key is { Length: > 0 } key && !key.All(c => c is > ' ' and <= '~'))
            yield return $"{path}:{nameof(options.Key)} holds characters that no key has; copy it again.";

        if (options.Tools.Count is 0 or > MaxTools)
            yield return $"{path}:{nameof(options.Tools)} has to name 1 to {MaxTools} tools: no other is ever called.";

        foreach (var (tool, number) in options.Tools.Select((tool, number) => (tool, number)))
        {
            var at = $"{path}:{nameof(options.Tools)}:{number}";
            if (!ModelId.TryParse($"{name}/{tool.Name}", null, out _))
                yield return $"{at}:{nameof(tool.Name)} is no name of a tool: letters, digits, '-', '_' and '.', not '.' first.";
            else if (TaskTypeCatalog.Default.Find(tool.Does) is null)
                yield return $"{at}:{nameof(tool.TaskType)} has to be the task type that the tool does, such as {TaskTypes.TextGeneration}; GET /v1/tasks lists them.";

            if (tool.Quality is not (>= 0 and <= 1) || tool.PricePerCall < 0)
                yield return $"{at} has a {nameof(tool.Quality)} outside of 0 to 1 or a {nameof(tool.PricePerCall)} below 0.";
        }

        if (options.Timeout <= TimeSpan.Zero || options.MaxRequestLength < 1 || options.MaxResponseLength < 1 || options.Concurrency < 1)
            yield return $"{path} has a {nameof(options.Timeout)}, {nameof(options.MaxRequestLength)}, {nameof(options.MaxResponseLength)} or {nameof(options.Concurrency)} that is not above zero.";
    }
}
