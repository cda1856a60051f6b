using System.Text;
using Jarvis.Errors;

namespace Jarvis.Models.Process.Tests.Testing;

internal static class OutcomeExtensions
{
    /// <summary>The text of a port of a request that succeeded.</summary>
    public static string Text(this ModelOutcome outcome, string port = "text") => Encoding.UTF8.GetString(outcome.Bytes(port));

    /// <summary>The bytes of a port of a request that succeeded.</summary>
    public static byte[] Bytes(this ModelOutcome outcome, string port)
    {
        using var stream = outcome.Output(port).OpenRead();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The only output of a port of a request that succeeded.</summary>
    public static ModelOutput Output(this ModelOutcome outcome, string port)
    {
        Assert.Null(outcome.Error);
        return Assert.Single(outcome.Outputs, output => output.Port == port);
    }

    /// <summary>The error of a request that failed with a code.</summary>
    public static JarvisError Failed(this ModelOutcome outcome, ErrorCode code)
    {
        Assert.NotNull(outcome.Error);
        Assert.True(code == outcome.Error.Code, $"{outcome.Error.Code}: {outcome.Error.Message}");
        Assert.Empty(outcome.Outputs);
        return outcome.Error;
    }
}
