# What a row says: whether its title or its summary is a string.
.class public final Lmock/RowTitle;
.super Ljava/lang/Object;

.method public static is(Landroid/view/View;I)Z
    .registers 5
    invoke-virtual {p0}, Landroid/view/View;->getContext()Landroid/content/Context;
    move-result-object v0
    invoke-virtual {v0, p1}, Landroid/content/Context;->getString(I)Ljava/lang/String;
    move-result-object v0
    const v1, 0x1020016    # android.R.id.title
    invoke-static {p0, v1, v0}, Lmock/RowTitle;->says(Landroid/view/View;ILjava/lang/String;)Z
    move-result v1
    if-nez v1, :yes
    const v1, 0x1020010    # android.R.id.summary
    invoke-static {p0, v1, v0}, Lmock/RowTitle;->says(Landroid/view/View;ILjava/lang/String;)Z
    move-result v1
    :yes
    return v1
.end method

.method private static says(Landroid/view/View;ILjava/lang/String;)Z
    .registers 5
    invoke-virtual {p0, p1}, Landroid/view/View;->findViewById(I)Landroid/view/View;
    move-result-object v0
    if-eqz v0, :no
    check-cast v0, Landroid/widget/TextView;
    invoke-virtual {v0}, Landroid/widget/TextView;->getText()Ljava/lang/CharSequence;
    move-result-object v0
    invoke-virtual {v0}, Ljava/lang/Object;->toString()Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v0, p2}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v0
    return v0
    :no
    const/4 v0, 0x0
    return v0
.end method
