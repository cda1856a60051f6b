using Jarvis.Models;

namespace Jarvis.Gateway.Api.Models;

/// <summary>Which models are listed, as the address says.</summary>
/// <param name="Type">A task type that they do.</param>
/// <param name="Text">Words to find them by.</param>
/// <param name="Device">Where they run.</param>
/// <param name="Licence">Their licence.</param>
/// <param name="Limit">The most in a page.</param>
/// <param name="After">The <c>next</c> of the page before.</param>
internal sealed record ModelListQuery(string? Type, string? Text, string? Device, string? Licence, int? Limit, string? After)
{
    internal ModelQuery ToQuery() => new() { TaskType = Type, Text = Text, Device = Device, Licence = Licence };
}
