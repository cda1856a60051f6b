namespace Jarvis.Models.Remote.Peers;

/// <summary>What goes with a request from one Jarvis to another, beside what Hugging Face's protocol has; docs/models.md says what each means.</summary>
internal static class JarvisHeaders
{
    /// <summary>The task type, since a model may have several.</summary>
    internal const string Task = "Jarvis-Task";

    /// <summary>The task's options, as a form: <c>source=en&amp;target=es</c>.</summary>
    internal const string Options = "Jarvis-Options";

    /// <summary>The tenant there.</summary>
    internal const string Tenant = "Jarvis-Tenant";

    /// <summary>How many servers the request has come through, the sender among them.</summary>
    internal const string Hops = "Jarvis-Hops";

    /// <summary>The milliseconds that are left.</summary>
    internal const string Timeout = "Jarvis-Timeout";

    /// <summary>The most servers that a request goes through.</summary>
    internal const int MaxHops = 3;

    /// <summary>The most characters of the options.</summary>
    internal const int MaxOptions = 8 * 1024;

    /// <summary>The media type of a list of models, which other lists at the same path are told from by.</summary>
    internal const string ModelList = "application/vnd.jarvis.models+json";
}
