namespace Jarvis.Models.Remote.Mcp;

/// <summary>A tool that may be called, and what it is for.</summary>
public sealed class McpToolOptions
{
    /// <summary>What the server calls it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The task type that it does; null, the default, where that is its name.</summary>
    public string? TaskType { get; set; }

    /// <summary>One line for planners and people, in words of yours: what the server says of it is shown to no planner. Null for its name alone.</summary>
    public string? Description { get; set; }

    /// <summary>What the tool calls an input or an option of the task, by what the task calls it; what is not here has the same name in both.</summary>
    public IDictionary<string, string> Arguments { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Texts that go with every call, by the tool's own names. None by default.</summary>
    public IDictionary<string, string> Values { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether it changes nothing, so that nobody has to approve it for what it <c>writes</c>; null, the default, for what the server says of it, which has
    /// to be said.
    /// </summary>
    public bool? ReadOnly { get; set; }

    /// <summary>How well it does what it does next to its rivals, from 0 to 1. 0.5 by default.</summary>
    public double Quality { get; set; } = 0.5;

    /// <summary>Price of one call in US dollars. 0 by default.</summary>
    public decimal PricePerCall { get; set; }

    /// <summary>What it does.</summary>
    internal string Does => TaskType ?? Name;
}
