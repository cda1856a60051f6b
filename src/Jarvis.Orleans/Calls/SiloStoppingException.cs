namespace Jarvis.Orleans;

/// <summary>A call was not made because the silo stops: it may be made again, elsewhere.</summary>
[GenerateSerializer, Alias("jarvis-silo-stopping")]
public sealed class SiloStoppingException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SiloStoppingException()
        : this("This silo stops; the call was not made.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public SiloStoppingException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public SiloStoppingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
