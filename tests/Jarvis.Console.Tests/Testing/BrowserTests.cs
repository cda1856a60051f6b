namespace Jarvis.Console.Tests.Testing;

[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    internal const string Name = "browser";
}
