using System.Globalization;
using Jarvis.Resources;

namespace Jarvis.Cli.Commands;

/// <summary>Says how far a collection is, tenant by tenant.</summary>
/// <param name="output">Where.</param>
internal sealed class CollectionLines(TextWriter output) : IProgress<CollectionReport>
{
    public void Report(CollectionReport value) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"looked at {value.Looked:N0} files, removed {value.Removed:N0} …"));
}
