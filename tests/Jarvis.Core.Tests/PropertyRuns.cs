using System.Globalization;

namespace Jarvis.Core.Tests;

/// <summary>How many random runs a property plays: what JARVIS_PROPERTY_TESTS says, or the usual number.</summary>
internal static class PropertyRuns
{
    internal static int Or(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("JARVIS_PROPERTY_TESTS"), CultureInfo.InvariantCulture, out var count) ? count : usual;
}
